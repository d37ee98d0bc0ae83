"""Invented places and organs. None of them exists."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

CITIES = ("云岭市", "望川市", "东屏市", "长溪市", "青川湾市")
COUNTIES = ("青禾县", "白鹭县", "沐河县", "金穗县", "柳泉区", "北岭区")
TOWNS = ("枫林镇", "石桥坝镇", "双塔镇", "杏花坪镇", "渡口街道")
BUREAUS = ("财政局", "民政局", "水利局", "审计局", "统计局", "教育局", "交通运输局", "农业农村局")


class Agency(NamedTuple):
    """An invented organ: full name, the word for itself, its place, may it make rules."""

    name: str
    self: str
    place: str
    makes_rules: bool


def agency(rng: Random, organ: str, edition: str) -> Agency:
    """An organ of the kind government, department, township or other."""
    city, county = rng.choice(CITIES), rng.choice(COUNTIES)
    town, bureau = rng.choice(TOWNS), rng.choice(BUREAUS)
    whole_city = rng.random() < 0.4
    if organ == "government":
        if whole_city:
            return Agency(f"{city}人民政府", "我市", city, True)
        return Agency(f"{county}人民政府", f"我{county[-1]}", county, False)
    if organ == "township":
        office = "人民政府" if town.endswith("镇") else "办事处"
        self = "我镇" if town.endswith("镇") else "我街道"
        return Agency(f"{county}{town}{office}", self, county, False)
    if organ == "other":
        return Agency(f"{city}高新区管理委员会", "我委", city, False)
    if edition in ("2008", "2014") and bureau == "农业农村局":
        bureau = "农业局"
    place = city if whole_city else county
    return Agency(f"{place}{bureau}", "我局", place, False)
