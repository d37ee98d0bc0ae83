"""The printed forms as plain data: keys, labels, units, in printed order.

Written down a second time on purpose: the tests' oracle must not read the
edition files that it is used to test. ``{p}`` in a label is the mark after an
Arabic number, ``{c}`` the colon before a number, ``{q}`` 其他 or 其它,
``{g}`` the regulation that a 2008 form names.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A row of a form; ``level`` 0 is a top row, ``group`` rows carry no figures."""

    key: str
    label: str
    level: int = 0
    unit: str = ""
    group: bool = False


class Block(NamedTuple):
    """A captioned table of section two: columns and rows as (key, label)."""

    form: str
    item: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


DECISIONS = (("decisions", "本年处理决定数量"),)
ITEMS = (("items_prev", "上一年项目数量"), ("items_delta", "本年增/减"))
ITEMS_DECIDED = (*ITEMS, ("decisions", "处理决定数量"))

BLOCKS_2021 = (
    Block(
        "s2_art20_1",
        "一",
        (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
        (("regulations", "规章"), ("normative_docs", "行政规范性文件")),
    ),
    Block("s2_art20_5", "五", DECISIONS, (("licensing", "行政许可"),)),
    Block("s2_art20_6", "六", DECISIONS, (("penalty", "行政处罚"), ("coercion", "行政强制"))),
    Block(
        "s2_art20_8",
        "八",
        (("amount_wan", "本年收费金额（单位：万元）"),),
        (("admin_fees", "行政事业性收费"),),
    ),
)

BLOCKS_2019 = (
    Block(
        "s2_art20_1",
        "一",
        (
            ("made_new", "本年新制作数量"),
            ("published_new", "本年新公开数量"),
            ("published_total", "对外公开总数量"),
        ),
        (("regulations", "规章"), ("normative_docs", "规范性文件")),
    ),
    Block(
        "s2_art20_5",
        "五",
        ITEMS_DECIDED,
        (("licensing", "行政许可"), ("other_services", "其他对外管理服务事项")),
    ),
    Block("s2_art20_6", "六", ITEMS_DECIDED, (("penalty", "行政处罚"), ("coercion", "行政强制"))),
    Block("s2_art20_8", "八", ITEMS, (("admin_fees", "行政事业性收费"),)),
    Block(
        "s2_art20_9",
        "九",
        (("projects", "采购项目数量"), ("amount", "采购总金额")),
        (("procurement", "政府集中采购"),),
    ),
)

APPLICANTS = (
    ("natural_person", "自然人"),
    ("org_business", "商业企业"),
    ("org_research", "科研机构"),
    ("org_public_interest", "社会公益组织"),
    ("org_legal_service", "法律服务机构"),
    ("org_other", "其他"),
    ("total", "总计"),
)
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
NEW = ("new_received", "一、本年新收政府信息公开申请数量")
CARRIED_IN = ("carried_in", "二、上年结转政府信息公开申请数量")
CARRIED_OUT = ("carried_out", "四、结转下年度继续办理")
TOTAL = ("r_total", "（七）总计")
PARTIAL_LONG = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"

# Groups of the result rows: group label ("" where the row stands for itself) and rows.
RESULT_GROUPS = (
    ("", (("r_open", "（一）予以公开"),)),
    ("", (("r_partial", "（二）部分公开"),)),
    (
        "（三）不予公开",
        (
            ("r_deny_secret", "1{p}属于国家秘密"),
            ("r_deny_law", "2{p}其他法律行政法规禁止公开"),
            ("r_deny_security", "3{p}危及“三安全一稳定”"),
            ("r_deny_third_party", "4{p}保护第三方合法权益"),
            ("r_deny_internal", "5{p}属于三类内部事务信息"),
            ("r_deny_process", "6{p}属于四类过程性信息"),
            ("r_deny_case_file", "7{p}属于行政执法案卷"),
            ("r_deny_query", "8{p}属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("r_unable_not_held", "1{p}本机关不掌握相关政府信息"),
            ("r_unable_create", "2{p}没有现成信息需要另行制作"),
            ("r_unable_unclear", "3{p}补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("r_noproc_petition", "1{p}信访举报投诉类申请"),
            ("r_noproc_repeat", "2{p}重复申请"),
            ("r_noproc_publication", "3{p}要求提供公开出版物"),
            ("r_noproc_massive", "4{p}无正当理由大量反复申请"),
            ("r_noproc_confirm", "5{p}要求行政机关确认或重新出具已获取信息"),
        ),
    ),
)
OTHER_2019 = ("", (("r_other", "（六）其他处理"),))
OTHER_LONG = (
    "（六）其他处理",
    (
        (
            "r_other_no_correction",
            "1{p}申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        ),
        (
            "r_other_no_payment",
            "2{p}申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        ),
        ("r_other_else", "3{p}其他"),
    ),
)
OTHER_SHORT = (
    "（六）其他处理",
    (
        ("r_other_no_correction", "1{p}逾期不补正"),
        ("r_other_no_payment", "2{p}逾期不缴费"),
        ("r_other_else", "3{p}其他"),
    ),
)

OUTCOMES = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
REVIEWS = (
    ("review", ("行政复议",)),
    ("litig_direct", ("行政诉讼", "未经复议直接起诉")),
    ("litig_after_review", ("行政诉讼", "复议后起诉")),
)

CHANNELS_2008 = (
    Row("req_in_person", "其中{c}1{p}当面申请数", 1, "条"),
    Row("req_fax", "2{p}传真申请数", 1, "条"),
    Row("req_email", "3{p}电子邮件申请数", 1, "条"),
    Row("req_online", "4{p}网上申请数", 1, "条"),
    Row("req_letter", "5{p}信函申请数", 1, "条"),
    Row("req_other", "6{p}{q}形式申请数", 1, "条"),
)
CASES_2008 = (
    Row("review_count", "行政复议数", 0, "件"),
    Row("litigation_count", "行政诉讼数", 0, "件"),
    Row("appeal_count", "行政申诉数", 0, "件"),
)

# Sub-tables of the family: (title, rows).
T08_D = (
    (
        "主动公开情况统计",
        (
            Row("proactive_total", "主动公开信息数", 0, "条"),
            Row("proactive_fulltext", "其中：全文电子化的主动公开信息数", 1, "条"),
            Row("normative_new", "新增的行政规范性文件数", 1, "条"),
        ),
    ),
    (
        "依申请公开情况统计",
        (
            Row("req_total", "申请总数", 0, "条"),
            *CHANNELS_2008,
            Row("ans_total", "对申请的答复总数", 0, "条"),
            Row("ans_open", "其中{c}1{p}同意公开答复数", 1, "条"),
            Row("ans_partial", "2{p}同意部分公开答复数", 1, "条"),
            Row("ans_refused_total", "3{p}否决公开答复总数", 1, "条"),
            Row("ref_not_gov_info", "其中{c}（1）“非《{g}》所指政府信息”数", 2, "条"),
            Row("ref_not_exist", "（2）“信息不存在”数", 2, "条"),
            Row("ref_not_held", "（3）“非本部门掌握”数", 2, "条"),
            Row("ref_unclear", "（4）“申请内容不明确”数", 2, "条"),
            *(Row(f"ref_exempt_{n}", f"（{n + 4}）“免予公开范围{n}”数", 2, "条") for n in range(1, 7)),
            Row("ref_other", "（11）{q}原因", 2, "条"),
        ),
    ),
    (
        "咨询情况统计",
        (
            Row("service_info", "提供服务类信息数", 0, "条"),
            Row("column_visits", "网站专栏页面访问量", 0, "人次"),
            Row("onsite_visitors", "现场接待人数", 0, "人次"),
            Row("online_consult", "网上咨询数", 0, "人次"),
            Row("phone_consult", "咨询电话接听数", 0, "人次"),
        ),
    ),
    ("复议、诉讼、申诉情况统计", CASES_2008),
)

T08_S = (
    (
        "",
        (
            Row("proactive_total", "主动信息公开", 0, "条"),
            Row("proactive_fulltext", "其中：全文电子化的主动公开信息数", 1, "条"),
            Row("official_docs", "公文类信息数", 0, "条"),
            Row("normative_new", "其中：新增的行政规范性文件数", 1, "条"),
            Row("service_info", "提供服务类信息数", 0, "条"),
            Row("column_visits", "网站专栏页面访问量", 0, "人次"),
            Row("onsite_visitors", "现场接待人数", 0, "人次"),
            Row("online_consult", "网上咨询数", 0, "人次"),
            Row("phone_consult", "咨询电话接听数", 0, "人次"),
            Row("request_catalogue", "依申请公开信息目录数", 0, "条"),
            Row("secret_docs", "属于国家秘密的公文类信息数", 0, "条"),
            Row("req_total", "申请总次数", 0, "条"),
            *CHANNELS_2008,
            Row("ans_total", "对申请的答复总数", 0, "条"),
            Row("ans_open", "其中{c}1{p}同意公开答复数", 1, "条"),
            Row("ans_partial", "2{p}同意部分公开答复数", 1, "条"),
            Row("ref_not_gov_info", "3{p}非《{g}》所指政府信息数", 1, "条"),
            Row("ref_not_exist", "4{p}信息不存在数", 1, "条"),
            Row("ref_not_held", "5{p}非本机关职权范围数", 1, "条"),
            Row("ref_unclear", "6{p}申请内容不明确数", 1, "条"),
            Row("ref_duplicate", "7{p}重复申请数", 1, "条"),
            Row("ans_denied_total", "8{p}不予公开答复总数", 1, "条"),
            Row("den_secret", "（1）“国家秘密”数", 2, "条"),
            Row("den_trade_secret", "（2）“商业秘密”数", 2, "条"),
            Row("den_privacy", "（3）“个人隐私”数", 2, "条"),
            Row("den_process_stability", "（4）“过程中信息且影响安全稳定”数", 2, "条"),
            Row("den_security", "（5）“危及安全和稳定”数", 2, "条"),
            Row("den_other_law", "（6）“法律法规规定的其他情形”数", 2, "条"),
            *CASES_2008,
            Row("fee_total", "收取费用总额", 0, "元"),
            Row("fee_proactive_total", "主动公开信息收费总数", 1, "元"),
            Row("fee_p_mail", "1{p}邮寄费", 2, "元"),
            Row("fee_p_copy_paper", "2{p}复制费（纸张）", 2, "元"),
            Row("fee_p_copy_cd", "3{p}复制费（光盘）", 2, "元"),
            Row("fee_p_copy_floppy", "4{p}复制费（软盘）", 2, "元"),
            Row("fee_request_total", "依申请提供信息收取费用", 1, "元"),
            Row("fee_r_search", "1{p}检索费", 2, "元"),
            Row("fee_r_mail", "2{p}邮寄费", 2, "元"),
            Row("fee_r_copy_paper", "3{p}复制费（纸张）", 2, "元"),
            Row("fee_r_copy_cd", "4{p}复制费（光盘）", 2, "元"),
            Row("fee_r_copy_floppy", "5{p}复制费（软盘）", 2, "元"),
            Row("staff_total", "政府信息公开指定专职人员数", 0, "人"),
            Row("staff_full", "其中{c}1{p}全职人员", 1, "人"),
            Row("staff_part", "2{p}兼职人员", 1, "人"),
            Row("budget", "处理政府信息公开的专项经费", 0, "万元"),
            Row("spending", "处理政府信息公开的实际支出", 0, "万元"),
            Row("litigation_cost", "与诉讼有关的总费用", 0, "万元"),
        ),
    ),
)

ANSWERS_F = (
    Row("req_total", "受理依申请公开信息总数", 0, "条"),
    *CHANNELS_2008,
)
ANSWERED_F = (
    Row("ans_open", "其中{c}1{p}同意公开答复数", 1, "条"),
    Row("ans_partial", "2{p}同意部分公开答复数", 1, "条"),
    Row("ans_refused_total", "3{p}否决公开答复总数", 1, "条"),
)
T08_F_COUNTY = (
    (
        "",
        (
            Row("proactive_total", "主动公开信息数", 0, "条"),
            Row("pro_disclosed", "其中{c}1{p}主动公开的信息", 1, "条"),
            Row("pro_late", "2{p}未及时公开的信息", 1, "条"),
            Row("pro_website", "3{p}网站公开", 1, "条"),
            Row("pro_other_channel", "4{p}{q}方式公开的信息", 1, "条"),
            *ANSWERS_F,
            Row("ans_total", "对申请的答复总数", 0, "条"),
            *ANSWERED_F,
            *CASES_2008,
        ),
    ),
)
T08_F_CITY = (
    (
        "",
        (
            Row("proactive_total", "主动公开信息数", 0, "条"),
            Row("pro_website", "其中{c}1{p}政府网站", 1, "条"),
            Row("pro_gazette", "2{p}政府公报", 1, "条"),
            *ANSWERS_F,
            Row("ans_total", "本年度对申请的答复总数", 0, "条"),
            *ANSWERED_F,
            *CASES_2008,
        ),
    ),
)

T14 = (
    (
        "",
        (
            Row("g_proactive", "一、主动公开情况", 0, "——", True),
            Row(
                "pro_total",
                "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）",
                1,
                "条",
            ),
            Row("pro_normative", "其中：主动公开规范性文件数", 2, "条"),
            Row("normative_issued", "制发规范性文件总数", 1, "件"),
            Row("g_channels", "（二）通过不同渠道和方式公开政府信息的情况", 1, "——", True),
            Row("ch_gazette", "1{p}政府公报公开政府信息数", 2, "条"),
            Row("ch_website", "2{p}政府网站公开政府信息数", 2, "条"),
            Row("ch_weibo", "3{p}政务微博公开政府信息数", 2, "条"),
            Row("ch_wechat", "4{p}政务微信公开政府信息数", 2, "条"),
            Row("ch_other", "5{p}其他方式公开政府信息数", 2, "条"),
            Row("g_response", "二、回应解读情况", 0, "——", True),
            Row(
                "resp_total",
                "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）",
                1,
                "次",
            ),
            Row("g_resp_ways", "（二）通过不同渠道和方式回应解读的情况", 1, "——", True),
            Row("press_total", "1{p}参加或举办新闻发布会总次数", 2, "次"),
            Row("press_principal", "其中：主要负责同志参加新闻发布会次数", 3, "次"),
            Row("interview_total", "2{p}政府网站在线访谈次数", 2, "次"),
            Row("interview_principal", "其中：主要负责同志参加政府网站在线访谈次数", 3, "次"),
            Row("interpretation_articles", "3{p}政策解读稿件发布数", 2, "篇"),
            Row("weibo_wechat_events", "4{p}微博微信回应事件数", 2, "次"),
            Row("other_events", "5{p}其他方式回应事件数", 2, "次"),
            Row("g_request", "三、依申请公开情况", 0, "——", True),
            Row("req_total", "（一）收到申请数", 1, "件"),
            Row("req_in_person", "1{p}当面申请数", 2, "件"),
            Row("req_fax", "2{p}传真申请数", 2, "件"),
            Row("req_online", "3{p}网络申请数", 2, "件"),
            Row("req_letter", "4{p}信函申请数", 2, "件"),
            Row("closed_total", "（二）申请办结数", 1, "件"),
            Row("closed_on_time", "1{p}按时办结数", 2, "件"),
            Row("closed_extended", "2{p}延期办结数", 2, "件"),
            Row("ans_total", "（三）申请答复数", 1, "件"),
            Row("ans_already_public", "1{p}属于已主动公开范围数", 2, "件"),
            Row("ans_open", "2{p}同意公开答复数", 2, "件"),
            Row("ans_partial", "3{p}同意部分公开答复数", 2, "件"),
            Row("ans_denied_total", "4{p}不同意公开答复数", 2, "件"),
            Row("den_secret", "其中：涉及国家秘密", 3, "件"),
            Row("den_trade_secret", "涉及商业秘密", 3, "件"),
            Row("den_privacy", "涉及个人隐私", 3, "件"),
            Row("den_security", "危及国家安全、公共安全、经济安全和社会稳定", 3, "件"),
            Row("den_not_gov_info", "不是《条例》所指政府信息", 3, "件"),
            Row("den_other_law", "法律法规规定的其他情形", 3, "件"),
            Row("ans_not_this_organ", "5{p}不属于本行政机关公开数", 2, "件"),
            Row("ans_not_exist", "6{p}申请信息不存在数", 2, "件"),
            Row("ans_amend", "7{p}告知作出更改补充数", 2, "件"),
            Row("ans_other_route", "8{p}告知通过其他途径办理数", 2, "件"),
            Row("review_total", "四、行政复议数量", 0, "件"),
            Row("review_upheld", "（一）维持具体行政行为数", 1, "件"),
            Row("review_corrected", "（二）被依法纠错数", 1, "件"),
            Row("review_other", "（三）其他情形数", 1, "件"),
            Row("litig_total", "五、行政诉讼数量", 0, "件"),
            Row("litig_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", 1, "件"),
            Row("litig_corrected", "（二）被依法纠错数", 1, "件"),
            Row("litig_other", "（三）其他情形数", 1, "件"),
            Row("complaints", "六、举报投诉数量", 0, "件"),
            Row("fees_wan", "七、依申请公开信息收取的费用", 0, "万元"),
            Row("g_resources", "八、机构建设和保障经费情况", 0, "——", True),
            Row("offices", "（一）政府信息公开工作专门机构数", 1, "个"),
            Row("reading_points", "（二）设置政府信息公开查阅点数", 1, "个"),
            Row("staff_total", "（三）从事政府信息公开工作人员数", 1, "人"),
            Row(
                "staff_full",
                "1{p}专职人员数（不包括政府公报及政府网站工作人员数）",
                2,
                "人",
            ),
            Row("staff_part", "2{p}兼职人员数", 2, "人"),
            Row(
                "budget_wan",
                "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
                1,
                "万元",
            ),
            Row("g_training", "九、政府信息公开会议和培训情况", 0, "——", True),
            Row("meetings", "（一）召开政府信息公开工作会议或专题会议数", 1, "次"),
            Row("training_classes", "（二）举办各类培训班数", 1, "次"),
            Row("trainees", "（三）接受培训人员数", 1, "人次"),
        ),
    ),
)

LISTS = {"t08_d": T08_D, "t08_s": T08_S, "t08_f": T08_F_COUNTY, "t08_f_city": T08_F_CITY, "t14": T14}
