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
    "/new 从头开始\n/forget 保存了哪些您的数据，如何删除\n/help 本说明",
    "I answer questions about annual reports of Chinese local-government bodies: the figure as the "
    "report states it, the sentence it stands in, and where that is.\n\n"
    "Just ask, in Chinese or English, for example:\n"
    "· how many schools in Jiangbei hired legal vice-principals\n"
    "· 江北区聘了多少名法治副校长？\n\n"
    "In groups mention me, reply to me, or use /ask; in any chat type my @name and a question to post "
    "an answer with its source.\n"
    "/reports the reports held\n/source the text behind the last answer\n"
    "/verify hold an answer against the reports of today\n/new begin anew\n"
    "/forget what is kept about you, and deleting it\n/help this page",
)
HELP_ADMINISTRATOR = Phrase(
    "\n\n管理员：/reindex 重新读取报告文件夹；私聊发送报告文件（网页、Word、WPS、PDF、OFD、表格或 zip）即可收录；"
    "群组里用 /scope 限定可问的地区和年度。其他命令见菜单。",
    "\n\nAdministrators: /reindex reads the reports folder again; send me a report as a file "
    "(web page, Word, WPS, PDF, OFD, table or zip) in private to add it; /scope in a group limits what it may ask about. "
    "The menu has the other commands.",
)
ASK_USAGE = Phrase(
    "请在 /ask 后面写上问题，例如：\n/ask 江北区聘了多少名法治副校长",
    "Put the question after /ask, for example:\n/ask how many legal vice-principals in Jiangbei",
)
TEXT_ONLY = Phrase("请用文字提问。/help 看说明。", "Please ask in words. See /help.")
KEPT_OF_YOU = Phrase(
    "关于您，本机器人保存着：{questions} 条提问及答复、{votes} 条评价、{acts} 条管理操作记录，均以您的 Telegram 编号记录。"
    "提问与评价保存 {days} 天，管理操作记录保存 {audit} 天。\n\n发送 /forget me 立即删除您的提问、答复和评价；"
    "此前答复下方的按钮和编号随之失效，无法恢复。",
    "What is kept about you, under your Telegram id: {questions} questions with their answers, {votes} "
    "votes, {acts} acts as an administrator. Questions and votes are kept for {days} days, acts for {audit} "
    "days.\n\nSend /forget me to delete your questions, answers and votes at once; the buttons and numbers of those "
    "answers will work no more, and nothing brings them back.",
)
FORGOTTEN = Phrase(
    "已删除您的 {questions} 条提问及答复和您的评价。管理操作记录（如有）保存 {audit} 天；聊天记录请在 Telegram 中自行删除。",
    "Your {questions} questions with their answers and your votes are deleted. Acts as an administrator, if any, "
    "are kept for {audit} days; the messages themselves are for you to delete in Telegram.",
)
MAYBE_ANSWERED = Phrase(
    "发送答复时中断了，不能确定您是否已经收到。如果上面没有看到答复，请点下面的按钮。",
    "Sending the answer was interrupted, and it may or may not have reached you. If there is no answer above, press the button.",
)
GIVEN_UP = Phrase(
    "抱歉，处理这条消息时机器人多次中断，已放弃。请换个说法再试，或告知管理员。",
    "Sorry, the bot broke off several times over this message and gave it up. Please try other words, or tell an administrator.",
)
BUTTON_SHOW_ANSWER = Phrase("查看答复", "Show the answer")
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
    "forget": Phrase("保存了哪些您的数据，如何删除", "What is kept about you, and deleting it"),
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
