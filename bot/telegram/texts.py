"""What the bot says, Chinese first. One phrase, one name; {fields} are filled in by the caller.

Phrases are plain HTML of Telegram; what is filled in must be escaped before.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.models import Language


@dataclass(frozen=True, slots=True)
class Phrase:
    zh: str
    en: str

    def __call__(self, language: Language, **fields: object) -> str:
        return (self.en if language == "en" else self.zh).format(**fields)


def language_of(code: str | None) -> Language:
    """The language for a person whose Telegram says `code` (zh-hans, en-GB, None)."""
    return "en" if code and code.lower().startswith("en") else "zh"


HELP = Phrase(
    "我依据已收录的政府部门年度报告回答问题，给出报告原文中的数字、所在的句子和出处。\n\n"
    "直接提问即可，例如：\n"
    "· 江北区聘了多少名法治副校长？\n"
    "· 那高平呢？（接着上一个问题）\n"
    "· 哪些地方建立了法律顾问制度？（不写地名即查全部报告）\n\n"
    "群组里请 @ 我、回复我的消息，或用 /ask 提问；在任何聊天里输入 @ 我和问题，可发送带出处的答案。\n"
    "/reports 已收录的报告\n/source 上一条答案的出处原文\n/verify 核对一条答案\n"
    "/new 从头开始\n/help 本说明",
    "I answer questions about annual reports of Chinese local-government bodies: the figure as the "
    "report states it, the sentence it stands in, and where that is.\n\n"
    "Just ask, in Chinese or English, for example:\n"
    "· how many schools in Jiangbei hired legal vice-principals\n"
    "· 江北区聘了多少名法治副校长？\n\n"
    "In groups mention me, reply to me, or use /ask; in any chat type my @name and a question to post "
    "an answer with its source.\n"
    "/reports the reports held\n/source the text behind the last answer\n"
    "/verify hold an answer against the reports of today\n/new begin anew\n/help this page",
)
HELP_ADMINISTRATOR = Phrase(
    "\n\n管理员：/reindex 重新读取报告文件夹；私聊发送报告文件（网页、Word、WPS、PDF、OFD、表格或 zip）即可收录；"
    "群组里用 /scope 限定可问的地区和年度。",
    "\n\nAdministrators: /reindex reads the reports folder again; send me a report as a file "
    "(web page, Word, WPS, PDF, OFD, table or zip) in private to add it; /scope in a group limits what it may ask about.",
)
ASK_USAGE = Phrase(
    "请在 /ask 后面写上问题，例如：\n/ask 江北区聘了多少名法治副校长",
    "Put the question after /ask, for example:\n/ask how many legal vice-principals in Jiangbei",
)
TEXT_ONLY = Phrase("请用文字提问。/help 看说明。", "Please ask in words. See /help.")
GREETING = Phrase(
    "大家好，我依据政府部门年度报告回答问题。请 @ 我、回复我的消息，或用 /ask 提问。",
    "Hello. I answer questions about annual reports: mention me, reply to me, or use /ask.",
)

BEGUN_ANEW = Phrase(
    "好的，从头开始。下一个问题不再接着前面的。",
    "Begun anew: the next question goes on from nothing.",
)
VOTED = Phrase("已记下，谢谢。", "Noted, thank you.")
VOTE_USEFUL = Phrase("👍", "👍")
VOTE_USELESS = Phrase("👎", "👎")
WHY_USELESS = (
    Phrase("数字不对", "Wrong figure"),
    Phrase("出处不对", "Wrong source"),
    Phrase("答非所问", "Not what I asked"),
    Phrase("报告里有", "The report does say"),
)
RECEIPT = Phrase("编号 <code>{id}</code>", "No. <code>{id}</code>")

# /verify
VERIFY_USAGE = Phrase(
    "请在 /verify 后面写上答案的编号，例如：\n/verify abcd2345",
    "Put the number of an answer after /verify, for example:\n/verify abcd2345",
)
VERIFY_UNKNOWN = Phrase(
    "没有编号为 {id} 的答案，或者它不是在这里给出的。答案保留 90 天。",
    "No answer has the number {id}, or it was not given here. Answers are kept for 90 days.",
)
VERIFIED = Phrase(
    "编号 <code>{id}</code>\n提问：{question}\n时间：{asked}（UTC）\n当时的答案：{answer}\n"
    "索引版本：{then}，现在 {now}",
    "No. <code>{id}</code>\nQuestion: {question}\nAsked: {asked} (UTC)\nThe answer then: {answer}\n"
    "State of the index: {then}, now {now}",
)
VERIFIED_REPORT = Phrase(
    "报告：{name}（SHA-256 {digest}…）{state}", "Report: {name} (SHA-256 {digest}…) {state}"
)
STATE_UNCHANGED = Phrase("未变", "unchanged")
STATE_CHANGED = Phrase("已更新", "replaced since")
STATE_GONE = Phrase("已移除", "removed since")
VERIFIED_SAME = Phrase("今天再问，答案相同。", "Asked again today, the answer is the same.")
VERIFIED_OTHER = Phrase(
    "今天再问，答案不同：{answer}", "Asked again today, the answer differs: {answer}"
)

# Who may
STRANGER = Phrase(
    "您还没有使用权限。请把编号 <code>{id}</code> 发给管理员，"
    "由其在 config.toml 的 [telegram] 中加入：\n<code>users = [{id}]</code>",
    "You may not use this bot yet. Send your id <code>{id}</code> to its administrator, who adds "
    "it to [telegram] in config.toml:\n<code>users = [{id}]</code>",
)
STRANGE_GROUP = Phrase(
    "本群还没有使用权限。本群编号 <code>{id}</code>，请管理员在 config.toml 的 [telegram] 中加入"
    "：\n<code>groups = [{id}]</code>",
    "This group may not use this bot yet. Its id is <code>{id}</code>; the administrator adds it "
    "to [telegram] in config.toml:\n<code>groups = [{id}]</code>",
)
NOT_YOURS = Phrase("您没有使用权限。", "You may not use this bot.")
ADMINISTRATORS_ONLY = Phrase("这个命令只供管理员使用。", "This command is for administrators.")
DOCUMENTS_REFUSED = Phrase(
    "谢谢，但只有管理员可以添加报告。有问题请直接用文字提问。",
    "Thank you, but only administrators may add reports. Please ask your question in words.",
)

GROUP_ASKS = Phrase(
    "{who} 把我加入了群组「{title}」（编号 <code>{id}</code>）。允许在那里回答吗？",
    "{who} added me to the group “{title}” (id <code>{id}</code>). May I answer there?",
)
GROUP_LET_IN = Phrase(
    "已允许群组 <code>{id}</code>。", "The group <code>{id}</code> may use me now."
)
GROUP_KEPT_OUT = Phrase(
    "已拒绝群组 <code>{id}</code>，我已退出。",
    "The group <code>{id}</code> was refused, and I left it.",
)
BUTTON_ALLOW = Phrase("允许", "Allow")
BUTTON_REFUSE = Phrase("拒绝并退出", "Refuse and leave")
SCOPE_ALL = frozenset({"全部", "不限", "all"})
SCOPE_IS = Phrase("本群只回答：{scope}。", "In this group I answer about: {scope}.")
SCOPE_NONE = Phrase("本群不限地区和年度。", "This group may ask about everything held.")
SCOPE_USAGE = Phrase(
    "请写地区或年度，例如：\n/scope 江北区 2024\n取消限制：/scope 全部",
    "Name places or years, for example:\n/scope 江北区 2024\nNo limit: /scope all",
)
SCOPE_GROUPS_ONLY = Phrase(
    "/scope 用在群组里，由管理员设定本群可问的地区和年度。",
    "/scope is for groups: an administrator sets what a group may ask about.",
)

# When it does not work
TOO_FAST = Phrase(
    "您问得有点快，我会按顺序慢慢回答，请稍候。",
    "You are asking rather fast; I will answer one after the other, please wait.",
)
BUSY = Phrase("现在提问的人太多，请过一会儿再问。", "Too many questions at once; please ask later.")
FAILED = Phrase(
    "抱歉，这个问题没能处理，已记录下来。请稍后再试。",
    "Sorry, this could not be handled; it has been logged. Please try again later.",
)
STALE = Phrase("这条答案已过期，请重新提问。", "This answer has expired. Please ask again.")
REPORT_CHANGED = Phrase(
    "这份报告已移除或更新，找不到原句。请重新提问。",
    "The report was removed or changed and the sentence is gone. Please ask again.",
)
NO_ANSWER_YET = Phrase(
    "还没有可以查看出处的答案。请先提问，或回复一条答案再用 /source。",
    "There is no answer to show the source of. Ask first, or reply to an answer with /source.",
)
NO_REPORTS = Phrase("还没有收录报告。", "No reports are held yet.")

# Labels
SOURCE = Phrase("出处：", "Source: ")
CITATION = Phrase("{said}（《{title}》{path}）", "{said} ({title}{path})")
WHO = Phrase("{who}{year}年", "{who} {year}")
STATES = Phrase("：<b>{value}</b>", ": <b>{value}</b>")
BESIDE = Phrase("同句还有：", "Also stated there: ")
COVERAGE = Phrase("{coverage}。", "{coverage}.")
HELD = Phrase("现有：", "Held: ")
RELATED = Phrase("可供参阅（不是答案）：", "Related reading (not an answer):")
LIST_PAGE = Phrase("第 {page}/{pages} 页", "Page {page} of {pages}")
FINDING_OF = Phrase("第 {number}/{total} 条", "{number} of {total}")
REPORTS_HELD = Phrase("已收录 {count} 份报告：", "{count} reports are held:")
REPORTS_OF = Phrase("{value}：{count} 份报告", "{value}: {count} reports")
BUTTON_FACETS = (
    Phrase("按地区", "By place"),
    Phrase("按年度", "By year"),
    Phrase("按机构", "By issuer"),
)
BUTTON_SOURCE = Phrase("来源", "Source")
BUTTON_SOURCE_OF = Phrase("来源 {number}", "Source {number}")
BUTTON_COPY = Phrase("复制", "Copy")
BUTTON_CONTENTS = Phrase("目录", "Contents")
BUTTON_SHEET = Phrase("表格 .xlsx", "Table .xlsx")
BUTTON_CHART = Phrase("图表", "Chart")
BUTTON_PLACES = Phrase("只看一地…", "One place only…")
BUTTON_BACK = Phrase("返回", "Back")
WHICH_PLACE = Phrase("有同名的地方，您问的是哪一个？", "Several places share this name. Which one?")
CHOOSE_PLACE = Phrase("「{question}」要看哪个地方的？", "“{question}”: of which place?")
# Asked as if the person had gone on with it.
SAME_OF = Phrase("{place}呢？", "what about {place}?")
BUTTON_ORIGINAL = Phrase("原件", "Original file")
BUTTON_PRIVATE = Phrase("私聊查看来源", "Source, in private")
INLINE_HINT = Phrase("输入问题，例如：江北区法治副校长人数", "Type a question about the reports")
INLINE_REFUSED = Phrase("没有使用权限，点此申请", "You may not use this bot; tap to ask for it")
CONTENTS = Phrase("目录：<b>{title}</b>", "Contents: <b>{title}</b>")
BUTTON_NEXT = Phrase("下一条 {number}/{total}", "Next {number}/{total}")
BUTTON_LATER = Phrase("下一页 ›", "Next page ›")
BUTTON_EARLIER = Phrase("‹ 上一页", "‹ Previous page")

# Commands, as their menu describes them
COMMANDS = {
    "ask": Phrase("提问", "Ask a question"),
    "source": Phrase("上一条答案的出处原文", "The text behind the last answer"),
    "reports": Phrase("已收录的报告", "The reports held"),
    "verify": Phrase("按编号核对一条答案", "Check an answer by its number"),
    "new": Phrase("从头开始，不接着前面的问题", "Begin anew"),
    "help": Phrase("使用说明", "How to use this bot"),
}
ADMINISTRATOR_COMMANDS = {
    "reindex": Phrase("重新读取报告文件夹", "Read the reports folder again"),
    "scope": Phrase("（群组里）本群可问的地区和年度", "(in a group) what it may ask about"),
    "versions": Phrase("旧版本，可恢复", "Former versions, to be brought back"),
    "rollback": Phrase("恢复一份报告的上一版本", "Bring back the version before"),
    "remove": Phrase("移除一份报告，30 天内可恢复", "Remove a report; kept for 30 days"),
    "invite": Phrase("邀请一个人使用", "Invite somebody"),
    "people": Phrase("通过邀请加入的人", "Who was let in by an invitation"),
    "unanswered": Phrase("落空的提问", "Questions asked in vain"),
    "synonyms": Phrase("添加的同义词", "Synonyms that were added"),
    "stats": Phrase("提问统计", "Statistics"),
    "audit": Phrase("管理操作记录", "What administrators did"),
}

# Administering
ROLE_ADMINISTRATOR = Phrase("管理员", "administrator")
ROLE_READER = Phrase("读者", "reader")
ADMINISTRATOR_WORDS = frozenset({"管理员", "admin", "administrator"})
OWNERS_ONLY = Phrase(
    "只有配置文件中的管理员可以这样做。",
    "Only administrators of the configuration file may do that.",
)
INVITE_IN_PRIVATE = Phrase("请在私聊里使用 /invite。", "Please use /invite in private.")
INVITED = Phrase(
    "把这个链接发给一个人，24 小时内打开一次有效，身份是{role}：\n{link}",
    "Send this link to one person; it is good once, for 24 hours, for one {role}:\n{link}",
)
LET_IN = Phrase(
    "您可以使用了，身份是{role}。/help 看说明。", "You are let in as {role}. See /help."
)
INVITATION_SPENT = Phrase(
    "这个邀请已用过或已过期，请向管理员要一个新的。",
    "This invitation was used or has expired; please ask for a new one.",
)
NOBODY_PAIRED = Phrase("没有通过邀请加入的人。", "Nobody was let in by an invitation.")
PAIRED = Phrase("通过邀请加入的 {count} 人：", "{count} people were let in by an invitation:")
BUTTON_PUT_OUT = Phrase("移除 {name}", "Put out {name}")
NO_ACTS = Phrase("还没有管理操作。", "Nothing was done yet.")
ACTS = Phrase("最近 {count} 次管理操作（UTC）：", "The last {count} acts (UTC):")
ACT_NAMES = {
    "add": Phrase("收录", "added"),
    "remove": Phrase("移除", "removed"),
    "bring back": Phrase("恢复", "brought back"),
    "invite": Phrase("邀请", "invited a"),
    "pair": Phrase("加入，身份", "joined as"),
    "put out": Phrase("移除人员", "put out"),
    "let in": Phrase("允许群组", "let in group"),
    "keep out": Phrase("拒绝群组", "kept out group"),
    "scope": Phrase("限定群组", "limited group"),
    "reindex": Phrase("重新读取", "reindexed"),
    "synonym": Phrase("同义词", "synonym"),
}
NO_VERSIONS = Phrase("没有旧版本。", "There are no former versions.")
VERSIONS = Phrase("旧版本 {count} 份：", "{count} former versions:")
VERSION_GONE = Phrase("这个旧版本已不在了。", "This version is gone.")
WAS_REPLACED = Phrase("{day} 被 {successor} 替换", "replaced by {successor} on {day}")
WAS_REMOVED = Phrase("{day} 移除，30 天内可恢复", "removed on {day}; kept for 30 days")
BUTTON_BRING_BACK = Phrase("恢复 {number}", "Bring back {number}")
BROUGHT_BACK = Phrase(
    "已恢复 {name}；被它换下的版本在 /versions 里。",
    "{name} is back; what it took the place of is in /versions.",
)
REMOVE_WHICH = Phrase("要移除哪一份？", "Which one is to be removed?")
BUTTON_REMOVE_NUMBER = Phrase("移除 {number}", "Remove {number}")
REMOVE_THIS = Phrase(
    "移除 <b>{name}</b> {title}？30 天内可恢复。",
    "Remove <b>{name}</b> {title}? It can be brought back for 30 days.",
)
BUTTON_REMOVE = Phrase("移除", "Remove")
BUTTON_UNDO = Phrase("撤销", "Undo")
REMOVED_ONE = Phrase("已移除 {name}。", "{name} was removed.")

# Questions asked in vain
LACK_PLACE = Phrase("缺该地报告", "no report of that place")
LACK_YEAR = Phrase("缺该年报告", "no report of that year")
LACK_ISSUER = Phrase("缺该单位报告", "no report of that issuer")
LACK_FIGURE = Phrase("没有把握的数字", "no figure to be sure of")
LACK_NOTHING = Phrase("没有找到或没听懂", "nothing found, or not understood")
LACK_USELESS = Phrase("被评为没用", "called useless")
NOTHING_IN_VAIN = Phrase("近 30 天没有落空的提问。", "Nothing was asked in vain in 30 days.")
IN_VAIN = Phrase("近 30 天落空的提问 {count} 个：", "{count} questions asked in vain in 30 days:")
IN_VAIN_ROW = Phrase(
    "{number}. {question}（{times} 次，{why}）", "{number}. {question} ({times}×, {why})"
)
BUTTON_NEAR = Phrase("看 {number}", "Near {number}")
BUTTON_SYNONYM = Phrase("同义词 {number}", "Synonym {number}")
BUTTON_SETTLED = Phrase("已处理 {number}", "Done {number}")
BUTTON_QUESTIONS = Phrase("导出题目 .jsonl", "Questions .jsonl")
BUTTON_TAKE_BACK = Phrase("撤销 {number}", "Take back {number}")
NOTHING_NEAR = Phrase("没有相近的段落。", "Nothing comes near.")
ASK_SYNONYM = Phrase(
    "请回复这条消息，写：提问里的词=报告里的词，例如 法副=法治副校长",
    "Reply to this message with: word of the question=word of the reports, such as 法副=法治副校长",
)
SYNONYM_USAGE = Phrase(
    "请这样写：/synonyms 法副=法治副校长（提问里的词=报告里的词）",
    "Like this: /synonyms 法副=法治副校长 (word of the question=word of the reports)",
)
LEARNED = Phrase(
    "已生效：提问里的“{word}”也指“{meant}”。", "From now on “{word}” also means “{meant}”."
)
NO_SYNONYMS = Phrase(
    "还没有添加同义词。添加：/synonyms 法副=法治副校长",
    "None yet. Add one: /synonyms 法副=法治副校长",
)
SYNONYMS = Phrase("添加的同义词 {count} 个：", "{count} synonyms were added:")
NOTHING_ASKED = Phrase("近 14 天没有提问。", "Nothing was asked in 14 days.")
STATISTICS = Phrase(
    "近 14 天提问 {asked} 次，回答 {answered}，未答 {refused}。",
    "{asked} questions in 14 days: {answered} answered, {refused} refused.",
)
LATENCY = Phrase(
    "用时：中位 {median} 毫秒，95% 在 {slowest} 毫秒内。每天（UTC）回答 + 未答：",
    "Median {median} ms, 95% within {slowest} ms. A day (UTC), answered + refused:",
)
MOST_ASKED = Phrase("问得最多：", "Asked most:")

# Jobs
REINDEX_STARTED = Phrase("正在读取报告文件夹……", "Reading the reports folder …")
REINDEX_RUNNING = Phrase("已经在读取了，请等它完成。", "It is being read already; please wait.")
PROGRESS = Phrase("正在读取 {done}/{total}：{name}", "Reading {done}/{total}: {name}")
TIME_LEFT = Phrase("，约剩 {seconds} 秒", ", about {seconds} s left")
REINDEX_DONE = Phrase("读取完成，用时 {seconds} 秒。", "Done in {seconds} s.")
REINDEX_NOTHING = Phrase("文件夹里没有报告。", "There are no reports in the folder.")
ADDED = Phrase("新收录 {count} 份", "Added {count}")
UPDATED = Phrase("已更新 {count} 份", "Updated {count}")
UNCHANGED = Phrase("未变化 {count} 份", "Unchanged {count}")
REMOVED = Phrase("已移除 {count} 份", "Removed {count}")
GONE = Phrase("文件已不在、仍然保留 {count} 份", "File gone, report kept {count}")
REFUSED = Phrase("未能收录 {count} 份", "Refused {count}")
AND_MORE = Phrase("……等共 {count} 份", "… {count} in all")
DOCUMENT_BEGUN = Phrase("正在下载并读取 {name}……", "Downloading and reading {name} …")
DOCUMENT_QUEUED = Phrase(
    "{name} 排在第 {number} 位，尚未下载。", "{name} is number {number} in line, to be downloaded."
)
DOCUMENT_DEFERRED = Phrase(
    "{name} 暂时未能下载或收录，稍后自动重试，不必重新发送。",
    "{name} could not be downloaded or added yet; it will be tried again by itself.",
)
DOCUMENT_TOO_LARGE = Phrase(
    "{name} 有 {size} MB，超过 Telegram 允许机器人下载的 20 MB，未能收录。"
    "可放入报告文件夹后用 /reindex。",
    "{name} has {size} MB; Telegram lets bots download 20 MB. Put it into the reports folder and "
    "use /reindex instead.",
)
DOCUMENT_ADDED = Phrase("已收录", "Added")
DOCUMENT_UPDATED = Phrase("已更新", "Updated")
DOCUMENT_REFUSED = Phrase("未能收录：{reason}", "Refused: {reason}")
DOCUMENT_LOST = Phrase(
    "没能从 Telegram 下载 {name}，请重新发送。",
    "{name} could not be downloaded; please send it again.",
)
FIELD_TITLE = Phrase("标题", "Title")
FIELD_ISSUER = Phrase("单位", "Issuer")
FIELD_PLACE = Phrase("地方", "Place")
FIELD_YEAR = Phrase("年度", "Year")
FIELD_PUBLISHED = Phrase("发布日期", "Published")
EXTENT = Phrase("{characters} 字", "{characters} characters")
PAGES = Phrase("{pages} 页，", "{pages} pages, ")
DOCUMENT_NUMBER = Phrase("文号：", "Number: ")
PUBLISHED = Phrase("发布：", "Published: ")
HEADINGS = Phrase("目录（{count} 个标题）：", "Contents ({count} headings):")
NO_HEADINGS = Phrase("没有找到标题。", "No headings were found.")
FIGURES_FOUND = Phrase("数据 {count} 个：{examples}", "{count} figures: {examples}")
SAME_AS = Phrase(
    "<b>与已收录的 {name} 内容相同，不必再收录。</b>",
    "<b>It says the same as {name}, which is held already.</b>",
)
REPLACES = Phrase(
    "<b>将替换 {name}（同一单位、同一年度），旧版本保留。</b>",
    "<b>It will replace {name} (same body and year); that version is kept.</b>",
)
NO_CHANGES = Phrase("· 没有数字变化", "· no figure changes")
AND_MORE_CHANGES = Phrase("……共 {count} 处数字变化", "… {count} figures change in all")
IS_NEW = Phrase("<b>新报告。</b>", "<b>A new report.</b>")
BUTTON_HOLD = Phrase("入库", "Add")
BUTTON_HOLD_ANYWAY = Phrase("仍要入库", "Add anyway")
BUTTON_CORRECT = Phrase("修改信息", "Correct")
BUTTON_CANCEL = Phrase("取消", "Cancel")
BUTTON_HOLD_ALL = Phrase("全部入库（{count}）", "Add all ({count})")
BUTTON_LOOK = Phrase("查看 {number}", "Look at {number}")
BATCH = Phrase("共收到 {count} 份文件：", "{count} files:")
ROW_REFUSED = Phrase("未能读取：{reason}", "not readable: {reason}")
ROW_HELD = Phrase("已入库", "added")
ROW_DROPPED = Phrase("已取消", "cancelled")
ROW_SAME = Phrase("（内容已收录）", "(held already)")
ROW_REPLACES = Phrase(
    "（替换旧版，{changes} 个数字变化）", "(replaces a version, {changes} figures change)"
)
ROW_NEW = Phrase("（新报告）", "(new)")
DROPPED = Phrase("已取消，{name} 没有收录。", "Cancelled; {name} was not added.")
ASK_FIELD = Phrase(
    "请回复这条消息，写上 {name} 的{field}。", "Reply to this message with the {field} of {name}."
)
NOT_CORRECTED = Phrase("没有修改：{reason}", "Not corrected: {reason}")
STALE_DRAFT = Phrase("这份文件已过期，请重新发送。", "This file has expired; please send it again.")
SETTLED_DRAFT = Phrase("这份文件已经处理过了。", "This file has been dealt with.")
JOB_GIVEN_UP = Phrase(
    "处理 {name} 时多次中断，已放弃。请查看日志。",
    "Gave up on {name} after several interruptions; see the log.",
)
TITLE = Phrase("标题：", "Title: ")
ISSUER = Phrase("单位：", "Issuer: ")
PLACE = Phrase("地方：", "Place: ")
YEAR = Phrase("年度：", "Year: ")
FOUND = Phrase("{sections} 个章节，{figures} 个数字", "{sections} sections, {figures} figures")
NOT_STATED = Phrase("未载明", "not stated")
NOTES = Phrase("说明：", "Notes: ")
