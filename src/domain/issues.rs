//! Issues, and the steps by which they get an answer and a result.
//!
//! An issue's status is derived from its steps (see [`super::standing`]) and
//! stored nowhere. Issues are not deleted: a request that was made stays owed.
//! Requests and disputes are kinds with tabs of their own beside the visits: the
//! three books of domain.md B10.

use super::field::Kind;

/// The key of the way in which everybody is told.
pub const PUBLIC: &str = "public";

/// The key of the way in which an answer waits for whoever left no name.
pub const MESSAGE: &str = "message";

/// How a matter came (domain.md §2.1, 来件形式).
pub fn channels() -> Kind {
    Kind::choices(&[
        ("visit", "走访收集", "collected on a visit"),
        ("contact", "来电来信来访", "call, letter or visit"),
        ("reported", "呈报件", "reported from below"),
        ("assigned", "交办件", "assigned from above"),
        ("passed_on", "转办件", "passed on"),
        ("other", "其他", "other"),
    ])
}

/// On which level something is done (domain.md E10).
pub fn levels() -> Kind {
    Kind::choices(&[
        ("neighbourhood", "本组", "neighbourhood"),
        ("community", "社区", "community"),
        ("street", "街道", "street office"),
        ("zone", "开发区", "development zone"),
        ("above", "更上级", "higher up"),
    ])
}

/// What must get an answer and a result.
#[expect(clippy::module_inception, reason = "issues and their steps are told apart by the ledger's own name")]
pub mod issues {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 事项: a request, a dispute, a hazard … (domain.md E1–E9, D12, D18, F12), with
        /// who helps and who has claimed it (domain.md A9).
        "issues" ("事项", "Issues") Issue;
        TITLE = 16 "title" ("内容", "Title") Kind::Text
            => required().search(Search::Name).column(30).import(&[
                "内容", "标题", "主题", "留言主题", "事件名称", "诉求", "主要愿望或诉求", "反映事项", "事由",
                "隐患名称", "隐患描述", "隐患内容", "隐患情况", "问题隐患",
                "矛盾纠纷简要情况", "突出矛盾纠纷简要情况", "纠纷简要情况", "矛盾纠纷情况", "矛盾纠纷事项", "矛盾纠纷", "纠纷事由",
                "事项", "事项名称", "事项标题", "诉求事项", "诉求标题", "工单标题", "主要诉求", "反映问题", "反映的问题", "信访事由", "来访事由", "问题",
            ]);
        NUMBER = 17 "number" ("编号", "Number") Kind::Text => automatic().search(Search::Tail).column(8);
        KIND = 18 "kind" ("性质", "Kind") Kind::choices(&[
            ("request", "诉求", "request"),
            ("dispute", "纠纷", "dispute"),
            ("hazard", "隐患", "hazard"),
            ("violation", "乱建抢种", "violation"),
            ("supervision", "督办", "supervision"),
            ("rectification", "整改", "rectification"),
        ]) => required().column(8).import(&["性质", "类型", "事项类型", "诉求类型", "诉求性质", "工单类型", "来件类型", "问题类型"])
            .also("request", &["民生诉求"]).also("dispute", &["矛盾纠纷", "矛盾"]).also("hazard", &["安全隐患"])
            .also("violation", &["违建", "违法建设", "违章建筑"]);
        NEIGHBOURHOOD = 19 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned())
            => column(8).import(&["居民小组", "小组", "组别", "村民小组", "所属小组", "网格", "所属网格"]);
        FROM = 20 "from" ("反映人", "From") Kind::Text
            => personal().search(Search::Name).column(10).import(&[
                "反映人", "反映人姓名", "留言用户", "来访人", "来访人姓名", "来电人", "来电人姓名", "诉求人", "诉求人姓名", "投诉人", "求助人",
                "信访人", "信访人姓名", "信访人姓名及信息", "姓名", "来访人信息", "当事人", "当事人姓名", "主要当事人", "主要当事人姓名", "双方当事人",
            ])
            .purpose("给本人回音；可匿名", "answering the person; may be anonymous");
        RESIDENT = 21 "resident" ("反映人(居民)", "From (resident)") Kind::Ref("residents".to_owned());
        PHONE = 22 "phone" ("反映人电话", "Phone") Kind::Phone
            => personal().search(Search::Tail).import(&["联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系手机", "联系方式", "联系号码", "来电号码"])
            .purpose("给本人回音、回访", "answering and calling back");
        ANONYMOUS = 23 "anonymous" ("匿名", "Anonymous") Kind::Bool => import(&["匿名", "是否匿名"]);
        CATEGORY = 24 "category" ("分类", "Category") Kind::Text
            => search(Search::Text).column(10).import(&["分类", "类别", "一级标签", "一级分类", "项目类别", "项目类别(大类)", "事件类别",
                "事项类别", "诉求类别", "诉求分类", "问题类别", "问题分类", "内容分类", "纠纷类型", "纠纷类别", "矛盾纠纷类型", "矛盾纠纷类别", "隐患类别", "隐患类型"]);
        URGENCY = 25 "urgency" ("紧急程度", "Urgency") Kind::choices(&[
            ("normal", "一般", "normal"),
            ("utility", "水电气热", "utilities"),
            ("danger", "紧急危险", "danger"),
        ]);
        DETAIL = 26 "detail" ("详情(原话)", "Detail (their words)") Kind::LongText
            => search(Search::Text).import(&[
                "详情", "留言详情", "事件简述", "事件简述(≤2000字)", "描述", "原话", "信访内容",
                "诉求内容", "反映内容", "事项内容", "投诉内容", "工单内容", "来电内容", "来访内容", "建议内容", "问题描述", "事项描述", "诉求描述",
                "主要内容", "具体内容", "详细内容", "情况描述", "纠纷内容", "纠纷概况", "案情简介", "简要情况", "基本情况",
            ]);
        REGISTERED = 27 "registered" ("登记时间", "Registered") Kind::Instant
            => automatic().column(16).import(&["登记时间", "登记日期", "留言时间", "接件时间", "发生时间", "发生日期", "检查日期", "检查时间", "排查日期", "排查时间", "反映时间", "反映日期",
                "受理时间", "受理日期", "来访时间", "来访日期", "来电时间", "接待时间", "诉求时间", "发现时间", "发现日期", "日期", "时间"]);
        SOURCE = 28 "source" ("来源编号", "Source number") Kind::Text
            => automatic().search(Search::Tail).import(&["来源编号", "编号", "留言编号", "工单编号", "工单号", "来信编号", "序号或来信编号", "隐患编号", "事项编号", "诉求编号",
                "登记编号", "受理编号", "信访编号", "台账编号", "纠纷编号", "案件编号"]);
        PROCEDURE = 60 "procedure" ("办理程序", "Procedure") Kind::choices(&[
            ("ordinary", "一般", "ordinary"),
            ("difficult", "疑难", "difficult"),
            ("hotline", "热线工单", "hotline"),
            ("petition", "信访", "petition"),
            ("review", "信访复查", "review of a petition"),
            ("recheck", "信访复核", "second review"),
        ]) => import(&["办理程序"]);
        NATURE = 40 "nature" ("事项性质", "Nature") Kind::choices(&[
            ("growth", "发展难题", "obstacle to growth"),
            ("production", "生产困难", "difficulty in production"),
            ("living", "生活困难", "difficulty in living"),
            ("conflict", "矛盾", "conflict"),
            ("safety", "安全", "safety"),
            ("suggestion", "建议", "suggestion"),
        ]) => import(&["困难性质"]).also("suggestion", &["意见建议", "意见"]);
        CHANNEL = 41 "channel" ("来件形式", "Channel") crate::domain::issues::channels()
            => import(&["来件形式", "来源方式", "来源渠道", "信访类型"])
            .also("visit", &["干部走基层信息搜集", "走访", "网格员巡查"])
            .also("contact", &["来电来信来访件", "来访", "来电", "来信", "12345", "群众上报"])
            .also("assigned", &["上级指示"]).also("passed_on", &["部门转入"]);
        REFLECTOR = 42 "reflector" ("反映人类别", "Who raises it") Kind::choices(&[
            ("individual", "个人", "individual"),
            ("representative", "群体代表", "representative of a group"),
            ("enterprise", "企业", "enterprise"),
        ]) => import(&["反映人类别", "诉求人类别"])
            .also("individual", &["反映人"]).also("representative", &["反映群体代表"]);
        SCALE = 43 "scale" ("规模", "Scale") Kind::choices(&[
            ("individual", "个体", "individual"),
            ("group", "群体", "group"),
            ("large_group", "较大群体", "large group"),
        ]) => import(&["事件规模"])
            .also("individual", &["个体性事件"]).also("group", &["一般群体性事件"])
            .also("large_group", &["重大群体性事件"]);
        SPONSOR = 44 "sponsor" ("包案人", "Sponsor") Kind::Ref("members".to_owned()) => import(&["包案领导", "包案人"]);
        HELPERS = 45 "helpers" ("协办", "Helpers") Kind::Ref("members".to_owned()) => many();
        CLAIMS = 46 "claims" ("认领", "Claimed by") Kind::Text => many();
        ABOUT = 47 "about" ("涉及的人或单位", "About whom") Kind::Text => many().personal()
            .import(&["被举报人", "被反映人", "被投诉人", "被检举人", "被控告人", "被举报单位", "被反映单位", "被投诉单位", "被反映的人或单位"])
            .purpose("回避：不交给所涉的人办", "recusal: whom it is about does not handle it");
        ABOUT_REASON = 48 "about_reason" ("改动理由", "Why changed") Kind::Text;
        NOT_INFORMING = 71 "not_informing" ("不属检举控告", "Does not inform against anybody") Kind::Bool;
        RECORDED = 70 "recorded" ("登记过的口径", "As once recorded") Kind::Text => many().automatic();
    }
}

/// What has been done about an issue, one entry a step.
pub mod steps {
    use crate::domain::{
        field::{Kind, Search},
        step_kinds::StepKind,
    };

    crate::ledger! {
        /// 办理记录: accepted, assigned, answered, resolved … (domain.md E2).
        "steps" ("办理记录", "Steps") Entry;
        ISSUE = 16 "issue" ("事项", "Issue") Kind::Ref("issues".to_owned()) => automatic().required();
        KIND = 17 "kind" ("步骤", "Step") StepKind::choices() => automatic().required().column(8);
        AT = 18 "at" ("时间", "When") Kind::Instant => automatic().required().column(16).import(&["答复时间"]);
        BY = 19 "by" ("办理人", "By") Kind::Ref("members".to_owned()) => automatic().column(10);
        TEXT = 20 "text" ("内容", "Text") Kind::LongText
            => automatic().search(Search::Text).column(40).import(&["答复意见", "答复内容"]);
        TO = 21 "to" ("答复给谁", "To") Kind::Text => automatic().personal()
            .purpose("记下答复了谁", "whom the answer was given to");
        OWNER = 22 "owner" ("责任人", "Owner") Kind::Ref("members".to_owned()) => automatic();
        UNIT = 23 "unit" ("转往", "Transferred to") Kind::Text => automatic();
        OUTCOME = 24 "outcome" ("结果", "Outcome") Kind::choices(&[
            ("solved", "已解决", "solved"),
            ("partly_solved", "部分解决", "partly solved"),
            ("explained", "解释说明", "explained"),
            ("not_supported", "不支持", "not supported"),
        ]) => automatic();
        REASON = 25 "reason" ("理由与依据", "Reason and basis") Kind::LongText => automatic();
        REMEDY = 26 "remedy" ("救济途径", "Remedies") Kind::LongText => automatic();
        UNTIL = 27 "until" ("延至", "Until") Kind::Date => automatic();
        APPROVER = 28 "approver" ("批准人", "Approver") Kind::Text => automatic();
        WAY = 29 "way" ("方式", "Way") Kind::choices(&[
            ("in_person", "当面", "in person"),
            ("phone", "电话", "by phone"),
            ("written", "书面", "in writing"),
            (crate::domain::issues::PUBLIC, "公开", "published"),
            (crate::domain::issues::MESSAGE, "留言", "a message left"),
        ]) => automatic();
        RATING = 30 "rating" ("本人评价", "Their own rating") Kind::choices(&[
            ("satisfied", "满意", "satisfied"),
            ("mostly_satisfied", "基本满意", "mostly satisfied"),
            ("dissatisfied", "不满意", "dissatisfied"),
            ("declined", "不愿评价", "declined to rate"),
        ]) => automatic();
        REGARDS = 31 "regards" ("针对", "Regards") Kind::Ref("steps".to_owned()) => many().automatic();
        VOICES = 40 "voices" ("答复了谁", "Who was answered") Kind::Ref(String::new()) => many().automatic();
        INTO = 41 "into" ("并入", "Merged into") Kind::Ref("issues".to_owned()) => automatic();
        HANDOVER = 42 "handover" ("交接单", "Hand-over slip") Kind::LongText => automatic();
        LEVEL = 43 "level" ("层级", "Level") crate::domain::issues::levels() => automatic();
        DONE = 44 "done" ("已做工作", "Done so far") Kind::LongText => automatic();
        SEVERITY = 45 "severity" ("隐患级别", "Severity of the hazard") Kind::choices(&[
            ("ordinary", "一般", "ordinary"),
            ("major", "重大", "major"),
        ]) => automatic();
        PART = 46 "part" ("部位", "Place and part") Kind::Text => automatic();
        PHOTO = 47 "photo" ("照片号", "Photo number") Kind::Text => automatic();
        PARTY = 48 "party" ("对方", "Whom it concerns") Kind::Text => automatic().personal()
            .purpose("告知、听取申辩、回访", "telling them, hearing them, asking again");
        DEMAND = 49 "demand" ("要求", "What is demanded") Kind::LongText => automatic();
        BASIS = 50 "basis" ("依据", "Basis") Kind::LongText => automatic();
        PASSED = 51 "passed" ("做到了", "Carried out") Kind::Bool => automatic();
        BEYOND = 52 "beyond" ("超出权限", "Beyond authority") Kind::Bool => automatic();
        NOTICED = 60 "noticed" ("告知日期", "Told on") Kind::Date => automatic();
        PROMISED = 61 "promised" ("答应的日子", "Promised by") Kind::Date => automatic();
        LIMIT = 62 "limit" ("限期", "Time limit") Kind::Date => automatic();
        SINCE = 63 "since" ("听证从", "Hearing from") Kind::Date => automatic();
        ENDED = 64 "ended" ("听证到", "Hearing to") Kind::Date => automatic();
        CORRECTS = 70 "corrects" ("更正了", "Corrects") Kind::Text => many().automatic();
    }
}
