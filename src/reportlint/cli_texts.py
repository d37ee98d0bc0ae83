"""What the command line says, once, in both languages."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, dict[str, str]]] = {
    "about": {
        "zh": "检查政府信息公开工作年度报告：结构、表格、勾稽关系、期限和引用依据",
        "en": "Check government-information-disclosure annual reports: structure, tables, arithmetic, deadlines, citations",
    },
    "usage": {
        "zh": "用法：reportlint [check] [选项] 文件或文件夹…\n例如：reportlint 年度报告.docx\n各命令的选项见 reportlint 命令 --help",
        "en": "usage: reportlint [check] [options] PATH…\ne.g. reportlint report.docx\nThe options of a command: reportlint COMMAND --help",
    },
    "commands": {"zh": "命令：", "en": "commands:"},
    "about_check": {"zh": "检查报告（可不写 check）", "en": "check reports (the word may be left out)"},
    "about_explain": {
        "zh": "说明一条规则：查什么、依据、怎么改",
        "en": "a rule's page: what it checks, its basis, what to do",
    },
    "about_rules": {"zh": "列出全部规则", "en": "list the rules"},
    "about_extract": {"zh": "以 JSON 输出读到的内容", "en": "print what was read as JSON"},
    "about_annotate": {"zh": "写出一份标好问题的副本", "en": "write a copy with the findings marked"},
    "about_audit": {
        "zh": "汇总许多报告：与上年比较、相互比较，写出汇总表和网页",
        "en": "many reports: against last year's and each other, as a workbook and pages",
    },
    "about_test": {"zh": "用规则自带的示例试验规则", "en": "try rules on their own examples"},
    "about_show-settings": {
        "zh": "列出对一个文件起作用的设置及其来源",
        "en": "the settings used for a file, and where they come from",
    },
    "about_completion": {
        "zh": "输出命令行补全脚本（bash、zsh、fish、powershell）",
        "en": "completion for a shell (bash, zsh, fish, powershell)",
    },
    "about_clean": {"zh": "删去保存的以前的结果", "en": "remove what was kept of earlier runs"},
    "group_files": {"zh": "检查哪些文件", "en": "which files"},
    "group_rules": {"zh": "用哪些规则", "en": "which rules"},
    "group_output": {"zh": "输出", "en": "output"},
    "group_exit": {"zh": "退出码", "en": "exit code"},
    "group_baseline": {"zh": "基线", "en": "baseline"},
    "group_fixes": {"zh": "修复", "en": "fixes"},
    "group_report": {"zh": "关于报告", "en": "about the reports"},
    "group_config": {"zh": "配置", "en": "configuration"},
    "group_run": {"zh": "运行方式", "en": "how it is run"},
    "exit_codes": {
        "zh": "退出码：\n  0  没有达到 --fail-on 级别的问题\n  1  有这样的问题，或有文件无法读取\n  2  用法、设置或程序错误，或没有可检查的文件",
        "en": "exit codes:\n  0  nothing at --fail-on level\n  1  findings at that level or an unreadable file\n  2  wrong usage or settings, a fault of the program, or no file to check",
    },
    "audit_usage": {
        "zh": "用法：reportlint audit 文件或文件夹… -o 结果文件夹",
        "en": "usage: reportlint audit PATH… -o OUT",
    },
    "audit_out": {
        "zh": "结果文件夹：结果库、汇总表、网页；再次运行时从停下的地方接着做",
        "en": "folder for the store, the workbook and the pages; the next run goes on where this one stopped",
    },
    "audit_roster": {
        "zh": "单位名册（csv、xlsx），列：单位、上级、类别、范围、应报日期",
        "en": "roster (csv, xlsx) with columns agency, parent, kind, scope, due",
    },
    "audit_pattern": {
        "zh": "路径中的年度和单位，如 {{year}}/{{agency}}.docx",
        "en": "year and agency in the path, e.g. {{year}}/{{agency}}.docx",
    },
    "audit_previous": {
        "zh": "上年报告（文件或文件夹），只用于比较；可重复",
        "en": "last year's reports (files or folders), for comparison only; repeatable",
    },
    "audit_years": {
        "zh": "名册单位应有哪些年度的报告，如 2023,2024（默认从报告中判断）",
        "en": "years for which the roster's organs owe a report, e.g. 2023,2024 (default: told from the reports)",
    },
    "audit_export": {
        "zh": "另把结果库的表导出到 OUT/export；可重复",
        "en": "write the store's tables to OUT/export too; repeatable",
    },
    "audit_limit": {
        "zh": "每个文件最多用多少秒，超过的报 P001（默认 {default}）",
        "en": "seconds a file may take before it is P001 (default {default})",
    },
    "audit_engine": {
        "zh": "由本机的进程（local，默认）还是 Dask 集群（dask）处理",
        "en": "done by processes of this machine (local, default) or by a Dask cluster (dask)",
    },
    "audit_scheduler": {
        "zh": "Dask 调度器的地址，如 tcp://10.0.0.1:8786",
        "en": "address of the Dask scheduler, e.g. tcp://10.0.0.1:8786",
    },
    "audit_no_scheduler": {
        "zh": "--engine dask 需要 --scheduler 地址，如 --scheduler tcp://10.0.0.1:8786",
        "en": "--engine dask needs --scheduler ADDRESS, e.g. --scheduler tcp://10.0.0.1:8786",
    },
    "audit_no_stdin": {
        "zh": "audit 不读标准输入；请给出文件或文件夹",
        "en": "audit does not read standard input; name files or folders",
    },
    "audit_quiet": {"zh": "不显示进度", "en": "no progress"},
    "paths": {"zh": "文件、文件夹，或 - 表示标准输入", "en": "files, folders, or - for standard input"},
    "edition": {
        "zh": "按哪一版格式检查（默认按报告年度）：{values}",
        "en": "edition to judge by (default: by the report's year): {values}",
    },
    "organ": {
        "zh": "机关类别（默认按名称判断）：{values}",
        "en": "kind of organ (default: by its name): {values}",
    },
    "year": {"zh": "统计年度（默认从标题读取）", "en": "year reported on (default: from the title)"},
    "due": {
        "zh": "本地规定的公布期限，如 2024-01-20",
        "en": "local date by which to publish, e.g. 2024-01-20",
    },
    "max_size": {
        "zh": "更大的文件不读，报 P001，单位 MB（默认 {default}）",
        "en": "larger files are not read but P001, in MB (default {default})",
    },
    "max_pages": {
        "zh": "页数更多的文件不读，报 P001（默认 {default}）",
        "en": "documents of more pages are not read but P001 (default {default})",
    },
    "packs": {
        "zh": "另用这个规则文件（toml）：本单位、本地区的规则和对格式的补充；可重复",
        "en": "use this file of rules (toml) too: local rules and additions to the form; repeatable",
    },
    "pack": {
        "zh": "规则文件（toml）、已安装插件的名称，或 builtin（内置规则）",
        "en": "a file of rules (toml), the name of an installed plug-in, or builtin",
    },
    "bad_pack": {
        "zh": "没有规则文件或插件“{text}”；已安装的有：{values}",
        "en": "no file of rules or plug-in {text!r}; installed: {values}",
    },
    "tested_ok": {
        "zh": "通过  {code} {title}（{count} 个示例）",
        "en": "pass  {code} {title} ({count} examples)",
    },
    "tested_bad": {
        "zh": "不通过  {code} {title}：{kind}示例 {number}：{why}",
        "en": "FAIL  {code} {title}: {kind} example {number}: {why}",
    },
    "tested_none": {"zh": "未试  {code} {title}：{why}", "en": "untried  {code} {title}: {why}"},
    "tested_bad_kind": {"zh": "错误", "en": "wrong"},
    "tested_good_kind": {"zh": "正确", "en": "right"},
    "why_of_many": {
        "zh": "示例是几份报告，由批量审核（audit）判断",
        "en": "its examples are several reports, which an audit judges",
    },
    "why_silent": {
        "zh": "应当报出而没有报出，报出的是：{codes}",
        "en": "should be found and is not; found: {codes}",
    },
    "why_fires": {
        "zh": "不应报出而报出，第 {line} 行：{message}",
        "en": "should not be found and is, line {line}: {message}",
    },
    "why_undecided": {"zh": "应当报出，但无法判断", "en": "should be found, but cannot be judged"},
    "why_failed": {"zh": "规则出错：{message}", "en": "the rule failed: {message}"},
    "why_shape": {
        "zh": '应写作文字，或 {{ text = "…", last = "…", organ = "…" }}',
        "en": 'write a text, or {{ text = "…", last = "…", organ = "…" }}',
    },
    "why_no_bad": {"zh": "没有错误示例（bad）", "en": "it has no wrong example (bad)"},
    "why_no_good": {"zh": "没有正确示例（good）", "en": "it has no right example (good)"},
    "nothing": {"zh": "无", "en": "nothing"},
    "tested_sum": {
        "zh": "{rules} 条规则：{passed} 条通过，{failed} 条不通过，{untried} 条未试",
        "en": "{rules} rules: {passed} passed, {failed} failed, {untried} untried",
    },
    "select": {
        "zh": "只用这些规则：代码、代码前缀、名称、依据等级或 ALL，逗号分隔",
        "en": "only these rules: codes, prefixes, names, basis classes or ALL, with commas",
    },
    "ignore": {"zh": "不用这些规则", "en": "not these rules"},
    "extend_select": {"zh": "在默认规则之外再加", "en": "these rules as well"},
    "extend_ignore": {"zh": "另外不用这些规则", "en": "nor these rules"},
    "level": {
        "zh": "改变一条规则的级别，如 A008=warning；可重复",
        "en": "change the level of a rule, e.g. A008=warning; repeatable",
    },
    "fail_on": {
        "zh": "达到哪一级别即以 1 退出（默认 warning）",
        "en": "level that makes the exit code 1 (default: warning)",
    },
    "format": {"zh": "输出格式：{values}（默认 full）", "en": "output format: {values} (default: full)"},
    "lang": {
        "zh": "输出语言（默认中文；LANG 以 en 开头时为英文）",
        "en": "language (default: English where LANG starts with en, else Chinese)",
    },
    "output": {
        "zh": "另写一份到文件，如 sarif:out.sarif；可重复",
        "en": "also write this format to this file, e.g. sarif:out.sarif; repeatable",
    },
    "statistics": {"zh": "只按规则计数", "en": "only count the findings of each rule"},
    "baseline": {
        "zh": "与这个基线文件比较：其中已有的问题不算",
        "en": "compare with this baseline: findings in it do not count",
    },
    "write_baseline": {"zh": "把现有问题全部写入基线文件", "en": "write all present findings to a baseline"},
    "update_baseline": {
        "zh": "从 --baseline 的文件中删去已不存在的问题（只删不加）",
        "en": "take findings that are gone out of the --baseline file (never adds any)",
    },
    "fix": {
        "zh": "能稳妥自动修复的就地改好（不改任何数字），再列出剩下的问题",
        "en": "mend in place what can be mended safely (no figure changes), then print what remains",
    },
    "unsafe_fixes": {
        "zh": "与 --fix 一起用：需要人工复核的也改（补合计、空格填 0、栏目名称）",
        "en": "with --fix: also what a person must look at (sums, 0 for blank cells, labels)",
    },
    "diff": {
        "zh": "只显示 --fix 会改什么，不写文件；有可改的以 1 退出",
        "en": "show what --fix would change and write nothing; exit with 1 if there is anything",
    },
    "unsafe_alone": {
        "zh": "--unsafe-fixes 要与 --fix 或 --diff 一起用",
        "en": "--unsafe-fixes needs --fix or --diff",
    },
    "mended": {
        "zh": "已修复 {n} 个问题，涉及 {files} 个文件",
        "en": "findings mended: {n}, in files: {files}",
    },
    "would_mend": {
        "zh": "可修复 {n} 个问题，涉及 {files} 个文件；没有写入，改用 --fix 才写入",
        "en": "findings that can be mended: {n}, in files: {files}; nothing is written, --fix does that",
    },
    "refused": {
        "zh": "{name}：有 {n} 处可修复的没有改：{why}",
        "en": "{name}: fixes not made: {n}: {why}",
    },
    "refused_encoding": {
        "zh": "文件的编码中没有要写入的字",
        "en": "the file's encoding lacks a character that would be written",
    },
    "refused_signs": {
        "zh": "要写入的字在这种文件中另有含义",
        "en": "what would be written has a meaning of its own in such a file",
    },
    "refused_moved": {
        "zh": "文件中此处的文字与读到的不同",
        "en": "the file does not hold there, as it stands, what was read",
    },
    "refused_worse": {
        "zh": "改后会出现别的问题，请人工核对",
        "en": "another fault would come of it; please look yourself",
    },
    "failed_changed": {
        "zh": "检查期间文件被改动，没有写入，请再运行一次",
        "en": "it changed while it was checked and was left alone; run again",
    },
    "failed_denied": {"zh": "文件是只读的", "en": "it is read-only"},
    "not_in_place": {
        "zh": "有 {n} 个问题知道怎么改，但 {suffixes} 文件不能就地修改，请用办公软件改",
        "en": "findings that could be mended: {n}, but {suffixes} files are not changed in place: use an office program",
    },
    "no_baseline": {
        "zh": "--update-baseline 要与 --baseline FILE 一起用",
        "en": "--update-baseline needs --baseline FILE",
    },
    "baseline_written": {"zh": "基线 {name}：写入 {n} 条", "en": "baseline {name}: findings written: {n}"},
    "baseline_updated": {"zh": "基线 {name}：删去 {n} 条", "en": "baseline {name}: entries removed: {n}"},
    "baseline_unknown": {
        "zh": "基线 {name} 中有 {n} 条的规则这次没有判断（{codes}），留着没有动",
        "en": "baseline {name}: entries kept because their rules were not judged in this run: {n} ({codes})",
    },
    "baseline_stale": {
        "zh": "基线 {name} 中有 {n} 条已不存在，可用 --update-baseline 删去",
        "en": "baseline {name}: entries whose findings are gone: {n} (--update-baseline removes them)",
    },
    "config": {
        "zh": "用这个配置文件代替找到的配置，或直接给出一项（键=值）；可重复",
        "en": "this configuration file instead of those found, or one value: KEY=VALUE; repeatable",
    },
    "isolated": {"zh": "不用任何配置文件", "en": "use no configuration file"},
    "one_config": {"zh": "--config 只能给一个文件", "en": "--config takes one file"},
    "exclude": {
        "zh": "不检查这些文件（写法同 .gitignore）；可重复",
        "en": "do not check these files (as in .gitignore); repeatable",
    },
    "no_exclude": {"zh": "配置中排除的文件也检查", "en": "check files that configuration excludes, too"},
    "excluded": {
        "zh": "{name}：按配置排除，没有检查（要检查用 --no-exclude）",
        "en": "{name}: excluded by configuration, not checked (--no-exclude checks it)",
    },
    "previous": {
        "zh": "上一年度的报告：一个文件，或按机关和年度查找的文件夹；可重复",
        "en": "the report of the year before: a file, or a folder in which it is found by agency and year; repeatable",
    },
    "previous_unread": {
        "zh": "{name}：上年的报告读不出（{code}），没有用来对照",
        "en": "{name}: this report of the year before cannot be read ({code}), nothing is compared with it",
    },
    "previous_other": {
        "zh": "{name}：是{agency} {year} 年的报告，不是 {files} 的上年报告，跨年的规则没有判断",
        "en": "{name}: a report of {agency} for {year}, not that of the year before for {files}; rules about both years were not judged",
    },
    "previous_none": {
        "zh": "{count} 个文件没有找到上年的报告，跨年的规则没有判断：{files}",
        "en": "no report of the year before for {count} of the files, rules about both years were not judged: {files}",
    },
    "jobs": {
        "zh": "同时用几个进程（默认按文件数和处理器数）",
        "en": "so many processes (default: by files and processors)",
    },
    "no_cache": {"zh": "不用以前的结果，也不保存", "en": "neither use nor keep results"},
    "walked": {
        "zh": "指定的文件当作在文件夹中遇到的（用于钩子）：不是年度报告的只作提示",
        "en": "treat named files as met in a folder (for hooks): what is no report is only a note",
    },
    "settings_of": {
        "zh": "# {name} 的设置；配置文件：{config}",
        "en": "# settings for {name}; configuration file: {config}",
    },
    "settings_default": {"zh": "# 以下各项没有设置，用默认值：", "en": "# not set, the default holds:"},
    "shell": {"zh": "为哪种 shell", "en": "the shell that it is for"},
    "completion_how": {
        "zh": 'bash：在 ~/.bashrc 中加 eval "$(reportlint completion bash)"；其他见 docs/command-line.md',
        "en": 'bash: put eval "$(reportlint completion bash)" into ~/.bashrc; for others see docs/command-line.md',
    },
    "watch": {
        "zh": "文件改动后自动重新检查，按 Ctrl-C 结束",
        "en": "check again whenever a file changes, until Ctrl-C",
    },
    "watching": {
        "zh": "---- {time} 等待文件改动，按 Ctrl-C 结束 ----",
        "en": "---- {time} waiting for changes, Ctrl-C ends ----",
    },
    "no_watchfiles": {
        "zh": "--watch 需要 watchfiles，请先安装：pip install watchfiles",
        "en": "--watch needs watchfiles; install it with: pip install watchfiles",
    },
    "no_watch": {
        "zh": "--watch 不能与标准输入（-）、--write-baseline 或 --update-baseline 一起用",
        "en": "--watch goes neither with standard input (-) nor with --write-baseline or --update-baseline",
    },
    "schema": {
        "zh": "输出配置文件的 JSON Schema，供编辑器补全和检查",
        "en": "print the JSON Schema of configuration files, by which editors complete and check them",
    },
    "rules_on": {"zh": "# 使用 {n} 条规则：{codes}", "en": "# {n} rules: {codes}"},
    "cleaned": {"zh": "已删去 {n} 条缓存结果（{name}）", "en": "removed {n} kept results ({name})"},
    "color": {"zh": "颜色（默认 auto）", "en": "colour (default: auto)"},
    "quiet": {"zh": "只输出问题，不输出汇总行", "en": "findings only, no summary lines"},
    "stdin_filename": {
        "zh": "标准输入按此文件名处理和显示",
        "en": "treat and show standard input under this name",
    },
    "exit_zero": {"zh": "有问题也以 0 退出", "en": "exit with 0 even when there are findings"},
    "allow_empty": {"zh": "没有可检查的文件时以 0 退出", "en": "exit with 0 when there is no file to check"},
    "help": {"zh": "显示本帮助", "en": "show this help"},
    "version": {"zh": "显示版本", "en": "show the version"},
    "rule": {"zh": "规则代码、名称或标题", "en": "a rule's code, name or title"},
    "markdown": {"zh": "以 Markdown 表格输出", "en": "as a Markdown table"},
    "error": {"zh": "reportlint: 错误：{text}", "en": "reportlint: error: {text}"},
    "see_help": {"zh": "{text}（用法见 reportlint --help）", "en": "{text} (see reportlint --help)"},
    "no_path": {"zh": "没有给出要检查的文件或文件夹", "en": "no file or folder given"},
    "missing": {
        "zh": "没有这个文件或文件夹：{name}；{hint}",
        "en": "no such file or folder: {name}; {hint}",
    },
    "empty": {
        "zh": "没有可检查的文件（文件夹中没有 {suffixes} 文件）；确属正常时加 --allow-empty",
        "en": "no file to check (no {suffixes} in the folders); if that is as it should be, add --allow-empty",
    },
    "all_excluded": {
        "zh": "没有可检查的文件：找到的 {n} 个文件都按配置排除；确属正常时加 --allow-empty",
        "en": "no file to check: all {n} files found are excluded by configuration; if that is as it should be, add --allow-empty",
    },
    "bad_level": {
        "zh": "--level：应写作 代码=error|warning|note，而不是 {text}",
        "en": "--level: write CODE=error|warning|note, not {text}",
    },
    "bad_output": {
        "zh": "--output：应写作 格式:文件，如 sarif:out.sarif，而不是 {text}",
        "en": "--output: write FORMAT:FILE, e.g. sarif:out.sarif, not {text}",
    },
    "no_statistics": {
        "zh": "--statistics 不能用 {text} 格式；可用的有：{values}",
        "en": "--statistics cannot be written as {text}; there are: {values}",
    },
    "cannot_write_to": {"zh": "不能写入 {name}：{text}", "en": "cannot write {name}: {text}"},
    "bad_due": {
        "zh": "--due：应写作 年-月-日，如 2024-01-20，而不是 {text}",
        "en": "--due: write YEAR-MONTH-DAY, e.g. 2024-01-20, not {text}",
    },
    "bad_format": {
        "zh": "{option}：没有“{text}”这种格式；可用的有：{values}",
        "en": "{option}: no format {text!r}; there are: {values}",
    },
    "annotate_about": {
        "zh": "写出一份标好问题的副本：docx 加批注，pdf 加高亮，任何格式都可写成 html 网页；原件不变",
        "en": "write a copy with the findings marked: docx with comments, pdf with highlights, anything as an html page; the report itself is not changed",
    },
    "annotate_in": {"zh": "一个文件，或 - 表示标准输入", "en": "one file, or - for standard input"},
    "annotate_out": {
        "zh": "副本的文件名，已有的会被覆盖（默认在原件旁：名称.annotated.docx、.pdf 或 .html）",
        "en": "the copy, replaced if it exists (default: NAME.annotated.docx, .pdf or .html beside the report)",
    },
    "annotate_quiet": {"zh": "成功时不输出任何文字", "en": "print nothing if all went well"},
    "annotated": {"zh": "{out}：标出 {n} 个问题", "en": "{out}: findings marked: {n}"},
    "annotate_folder": {
        "zh": "annotate 一次处理一个文件，{name} 是文件夹",
        "en": "annotate takes one file at a time, and {name} is a folder",
    },
    "annotate_same": {
        "zh": "-o：副本不能就是原件 {name}，请换一个文件名",
        "en": "-o: the copy cannot be the report itself, {name}; choose another name",
    },
    "annotate_pair": {
        "zh": "-o：不能由{kind}写成 {name}；请用 {remedy}",
        "en": "-o: cannot make {name} from {kind}; write {remedy}",
    },
    "annotate_kind": {"zh": " {suffix} 文件", "en": "a {suffix} file"},
    "annotate_kindless": {"zh": "没有扩展名的文件", "en": "a file without suffix"},
    "annotate_or": {"zh": " 或 ", "en": " or "},
    "annotate_place": {
        "zh": "-o：不能写到 {name}：它是文件夹，或所在的文件夹不存在",
        "en": "-o: cannot write {name}: it is a folder, or its folder does not exist",
    },
    "annotate_stdin": {
        "zh": "标准输入没有文件名，请用 -o 写明副本的文件名",
        "en": "standard input has no name: name the copy with -o",
    },
    "arguments": {"zh": "参数", "en": "arguments"},
    "options": {"zh": "选项", "en": "options"},
    "cannot_write": {"zh": "无法输出：{text}", "en": "cannot write the output: {text}"},
    "interrupted": {"zh": "已中断", "en": "interrupted"},
}


def say(key: str, lang: str, **values: object) -> str:
    """A text of the command line."""
    return TEXTS[key][lang].format(**values)
