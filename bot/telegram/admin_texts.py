"""What the bot says to administrators, Chinese first, as in texts.py."""

from __future__ import annotations

from bot.telegram.texts import Phrase

# Administering
ROLE_ADMINISTRATOR = Phrase("管理员", "administrator")
ROLE_READER = Phrase("读者", "reader")
ADMINISTRATOR_WORDS = frozenset({"管理员", "admin", "administrator"})
OWNERS_ONLY = Phrase(
    "只有配置文件中的管理员可以这样做。",
    "Only administrators of the configuration file may do that.",
)
IN_PRIVATE = Phrase("请在私聊里使用这个命令。", "Please use this command in private.")
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
STILL_IN_FOLDER = Phrase(
    "\n它的文件还在报告文件夹里：不从那里删去，/reindex 会再次收录。",
    "\nIts file is in the reports folder: unless it is deleted there, /reindex adds it again.",
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
RESEMBLES = Phrase(
    "<b>有一半以上的段落与 {name} 相同，请核对年度和单位。</b>",
    "<b>More than half of it stands in {name}, too; please check year and issuer.</b>",
)
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
