//! Who lives in the community: neighbourhoods, households, residents.
//!
//! The columns are the smallest set of domain.md §2.6. Religion, ethnicity,
//! marriage, whereabouts and any score or grade of a person have no field, and
//! columns that bring them are passed over on import. Why somebody is owed a
//! visit (domain.md B2–B4) is a fact with its basis and its day.

use super::{field::Kind, row::Row};

/// Whether a resident is the head of the household.
pub fn is_head(resident: &Row) -> bool {
    resident.text(residents::RELATION) == "户主"
}

/// Whether what a field holds are residents or households.
pub fn refers_to_people(kind: &Kind) -> bool {
    matches!(kind, Kind::Ref(of) if [residents::ID, households::ID].contains(&of.as_str()))
}

/// The smallest units of coverage.
pub mod neighbourhoods {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// The 居民小组 of the community (domain.md A7).
        "neighbourhoods" ("居民小组", "Neighbourhoods") Card;
        NAME = 16 "name" ("名称", "Name") Kind::Text
            => required().search(Search::Name).column(12).import(&["居民小组", "小组", "网格", "所属网格", "组别", "组"]);
        ORDER = 17 "order" ("次序", "Order") Kind::Int;
        LEADER = 18 "leader" ("小组长", "Leader") Kind::Text => search(Search::Name).column(10).import(&["小组长", "组长"]);
        MEMBERS = 19 "members" ("驻点组员", "Members posted") Kind::Ref("members".to_owned()) => many();
        NOTE = 20 "note" ("备注", "Note") Kind::LongText;
    }
}

/// Households.
pub mod households {
    use crate::domain::{
        field::{Kind, Search},
        visits,
    };

    crate::ledger! {
        /// A household (domain.md §2.6).
        "households" ("户", "Households") Card;
        ADDRESS = 16 "address" ("住址", "Address") Kind::Text
            => required().search(Search::Text).column(24).import(&["住址", "地址", "家庭住址", "常住地址", "现住址", "现住门(楼)详址"]);
        NUMBER = 17 "number" ("户号", "Household number") Kind::Text
            => search(Search::Tail).column(10).import(&["户号", "户口号", "户编号"]);
        NEIGHBOURHOOD = 18 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned())
            => column(10).import(&["居民小组", "小组", "网格", "所属网格", "组别", "组"]);
        HEAD = 19 "head" ("户主", "Head") Kind::Text
            => search(Search::Name).personal().column(10).import(&["户主", "户主姓名"])
            .purpose("按户走访、张榜按户", "visiting household by household");
        PHONE = 20 "phone" ("联系电话", "Phone") Kind::Phone
            => personal().search(Search::Tail).column(13).import(&["联系电话", "户主联系方式", "户主电话", "电话", "手机"])
            .purpose("联系这户、回复诉求", "reaching the household, answering it");
        SIZE = 21 "size" ("家庭人口", "People") Kind::Int => column(4).import(&["家庭人口", "人口", "人数"]);
        TAGS = 22 "tags" ("需要的帮助", "Help needed") Kind::Text => many().guarded().import(&["需要的帮助", "具体需求"]);
        NOTE = 23 "note" ("备注", "Note") Kind::LongText => guarded().import(&["备注", "说明"]);
        VISIT_FACTS = 40 "visit_facts" ("走访缘由", "Visited as") visits::categories(false) => many().import(&["走访缘由"]);
        VISIT_BASIS = 41 "visit_basis" ("缘由依据", "Basis") Kind::Text => personal().guarded().import(&["缘由依据"])
            .purpose("说明为什么要走访", "why a visit is owed");
        VISIT_SINCE = 42 "visit_since" ("列入日期", "Listed since") Kind::Date => import(&["列入日期"]);
    }
}

/// Residents.
pub mod residents {
    use crate::domain::{
        field::{Kind, Search},
        visits,
    };

    crate::ledger! {
        /// A person who lives in the community (domain.md §2.6).
        "residents" ("居民", "Residents") Card;
        NAME = 16 "name" ("姓名", "Name") Kind::Name
            => required().search(Search::Name).column(10).import(&["姓名", "居民姓名", "成员姓名", "人员姓名"]);
        NEIGHBOURHOOD = 17 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned())
            => column(8).import(&["居民小组", "小组", "网格", "所属网格", "组别", "组"]);
        HOUSEHOLD = 18 "household" ("所在户", "Household") Kind::Ref("households".to_owned())
            => import(&["户号", "户口号", "所在户"]);
        ADDRESS = 19 "address" ("住址", "Address") Kind::Text
            => search(Search::Text).column(20)
            .import(&["住址", "地址", "家庭住址", "常住地址", "现住址", "现居住地", "居住地址"]);
        PHONE = 20 "phone" ("联系电话", "Phone") Kind::Phone
            => personal().search(Search::Tail).column(13)
            .import(&["联系电话", "手机号码", "手机号", "手机", "电话", "联系方式", "联系手机"])
            .purpose("联系本人、回复诉求", "reaching the person, answering them");
        ID_NUMBER = 21 "id_number" ("身份证号", "ID number") Kind::IdNumber
            => sensitive().search(Search::Tail)
            .import(&["身份证号", "身份证号码", "身份证", "证件号码", "证件号", "公民身份号码"])
            .purpose("只在代办须实名的申请时核对；可不填", "only for applications that need it; may stay empty");
        SEX = 22 "sex" ("性别", "Sex") Kind::choices(&[
            ("male", "男", "male"),
            ("female", "女", "female"),
        ]) => column(4).import(&["性别"]);
        BORN = 23 "born" ("出生日期", "Born") Kind::Date
            => personal().import(&["出生日期", "出生年月", "生日"])
            .purpose("慰问、按年龄享受的政策", "greetings, policies that go by age");
        RELATION = 24 "relation" ("与户主关系", "Relation to head") Kind::Text
            => column(6).import(&["与户主关系", "家庭关系", "关系"]);
        REGISTERED = 25 "registered_address" ("户籍地址", "Registered address") Kind::Text
            => sensitive().import(&["户籍地址", "户籍地", "户籍详址"])
            .purpose("须按户籍地办理的事项", "matters that go by the registered address");
        LEFT = 28 "left" ("迁出日期", "Moved away") Kind::Date => import(&["迁出日期", "迁出时间"]);
        WECHAT = 29 "wechat" ("微信号", "WeChat") Kind::Text => personal().consent("wechat").import(&["微信号", "微信"])
            .purpose("本人同意后联系用", "reaching the person, by consent");
        TAGS = 26 "tags" ("需要的帮助", "Help needed") Kind::Text
            => many().guarded().import(&["需要的帮助", "具体需求", "技能特长"]);
        NOTE = 27 "note" ("备注", "Note") Kind::LongText => guarded().search(Search::Text).import(&["备注", "说明"]);
        LUNAR_BIRTHDAY = 60 "lunar_birthday" ("农历生日", "Lunar birthday") Kind::Lunar
            => personal().import(&["农历生日", "阴历生日"])
            .purpose("生日问候", "greeting on the day");
        VISIT_FACTS = 40 "visit_facts" ("走访缘由", "Visited as") visits::categories(false) => many().import(&["走访缘由"]);
        VISIT_BASIS = 41 "visit_basis" ("缘由依据", "Basis") Kind::Text => personal().guarded().import(&["缘由依据"])
            .purpose("说明为什么要走访", "why a visit is owed");
        VISIT_SINCE = 42 "visit_since" ("列入日期", "Listed since") Kind::Date => import(&["列入日期"]);
    }
}
