//! Words that turn people into risks, and particulars that nobody keeps here.
//!
//! The ledgers that this one replaces had columns such as 重点人员 and 预警级别
//! (domain.md §2.1, told there as the bad example). Nothing here grades a
//! person, and so no path brings such a word in: a sheet's column is passed
//! over, a cell loses it, a set of words refuses it, and one that came by a
//! bundle is not shown (domain.md A8, §4.2 rules 1–3).
//!
//! A request in somebody's own words is left alone whatever it says: issues
//! and visits are not about what a person is.

use super::{
    calendar::half_width,
    deidentify::sensitive_word,
    field::{Field, Kind},
    ledger::{Ledger, Nature},
    privacy,
    roster::{households, residents},
};

/// Parts of a column's name by which it grades people or tells who watches them.
///
/// 困难程度 is one of them: it grades a household, while what the household
/// needs (需要的帮助) is what help goes by (domain.md D18).
const RISK_COLUMNS: [&str; 76] = [
    "重点人",
    "重点关注",
    "重点对象",
    "稳控",
    "维稳",
    "涉稳",
    "管控",
    "预警",
    "风险等级",
    "风险级别",
    "风险程度",
    "风险评",
    "风险分",
    "风险人",
    "信访风险",
    "关注程度",
    "关注等级",
    "关注级别",
    "关注对象",
    "困难程度",
    "困难等级",
    "人员现状",
    "稳定现状",
    "稳定状况",
    "人员分级",
    "人员等级",
    "人员级别",
    "信用分",
    "积分",
    "现实表现",
    "思想动态",
    "上访次数",
    "信访次数",
    "缠访",
    "闹访",
    "非访",
    "前科",
    "刑满释放",
    "得分",
    "评分",
    "打分",
    "星级",
    "排名",
    "信用等级",
    "信用评",
    "红黄蓝",
    "户情评",
    "欠缴",
    "未缴",
    "拖欠",
    "表现分",
    "表现等级",
    "安全等级",
    "安全级别",
    "危险程度",
    "危险等级",
    "信访等级",
    "信访级别",
    "帮教",
    "安置帮教",
    "信访户",
    "上访户",
    "红黄绿",
    "红绿",
    "颜色标识",
    "颜色等级",
    "颜色分类",
    "稳定程度",
    "表现等次",
    "重点与一般",
    "服刑",
    "欠费",
    "红黑",
    "贫困等级",
    "贫困级别",
    "贫困程度",
];

/// Parts of a column's name by which it grades whatever it is said of: a person,
/// unless the name says that it is of a matter (see [`MATTERS`]).
const GRADES: [&str; 6] = ["风险", "评级", "等次", "分级", "评定等级", "重点一般"];

/// What a grade is of where it is of no person: a danger, a building, a place,
/// a piece of work. 安全风险点 and 隐患分级 tell of such, 风险 alone of nobody knows whom.
const MATTERS: [&str; 26] = [
    "隐患",
    "风险点",
    "风险源",
    "风险部位",
    "风险描述",
    "风险因素",
    "风险提示",
    "防范",
    "宣传",
    "消防",
    "房屋",
    "建筑",
    "设施",
    "设备",
    "道路",
    "地质",
    "灾害",
    "火灾",
    "燃气",
    "工程",
    "垃圾",
    "点位",
    "场所",
    "预案",
    "评级单位",
    "评级机构",
];

/// Words that make a risk of the person of whom they are said.
const LABELS: [&str; 30] = [
    "重点人员",
    "重点人口",
    "重点关注",
    "重点稳控",
    "稳控",
    "维稳对象",
    "涉稳",
    "管控对象",
    "管控人员",
    "预警",
    "风险人员",
    "高风险",
    "中风险",
    "低风险",
    "信访风险",
    "信访重点",
    "信访老户",
    "老上访",
    "上访户",
    "上访专业户",
    "缠访",
    "闹访",
    "非访",
    "刁民",
    "社区矫正",
    "刑满释放",
    "肇事肇祸",
    "易肇事",
    "吸毒",
    "邪教",
];

/// Parts of a column's name that tell of what is not kept at all: belief,
/// body, whereabouts, bank accounts (个保法 28; domain.md §4.1, §4.2 rule 8).
const NEVER_COLUMNS: [&str; 26] = [
    "宗教",
    "信教",
    "教派",
    "教徒",
    "做礼拜",
    "信仰",
    "血型",
    "指纹",
    "人脸",
    "虹膜",
    "声纹",
    "基因",
    "体貌",
    "行踪",
    "轨迹",
    "经度",
    "纬度",
    "定位",
    "银行卡",
    "银行账",
    "银行帐",
    "开户行",
    "身份证照",
    "证件照",
    "面部",
    "位置轨",
];

/// Parts of a column's name that domain.md §2.6 leaves out by default: such a
/// column is left out, and nobody is told how to take it in all the same.
const UNASKED_COLUMNS: [&str; 5] = ["民族", "籍贯", "婚姻", "曾用名", "婚育"];

/// Parts of a column's name that tell of a person what is sensitive or nobody's
/// business, besides illness and aid (个保法 28): a field of such a name is hidden.
const PRIVATE_COLUMNS: [&str; 27] = [
    "政治面貌",
    "党派",
    "用药",
    "服药",
    "吃药",
    "药物史",
    "病史",
    "怀孕",
    "孕产",
    "孕期",
    "产检",
    "性取向",
    "收入",
    "存款",
    "微信号",
    "卡号",
    "家庭成分",
    "生育情",
    "生育状",
    "生育史",
    "心理状",
    "心理健康",
    "心理问题",
    "心理疾",
    "健康状",
    "健康情",
    "身体状",
];

/// Whole names of columns that tell the same; in a longer name they may tell of
/// work, as 证件办理 and 健康讲座 do.
const PRIVATE_NAMES: [&str; 4] = ["证件", "微信", "健康", "身体"];

/// Work that is named after what else is somebody's: 民族团结活动 tells of nobody's
/// people, 电话会议 of nobody's number.
const WORK: [&str; 9] = [
    "民族团结",
    "民族文化",
    "民族政策",
    "民族工作",
    "民族节",
    "电话会议",
    "视频电话会",
    "电视电话会",
    "电话回访",
];

/// Parts of a column's name by which somebody is called on the telephone.
const PHONE_COLUMNS: [&str; 7] = ["电话", "手机", "联系方式", "联络方式", "联系号码", "座机", "固话"];

/// Parts of a column's name that tell of an identity number (domain.md §4.2 rule 8).
const NUMBER_COLUMNS: [&str; 5] = ["身份证", "公民身份", "证件号", "证件编号", "护照"];

/// Parts of a column's name by which it reaches or finds somebody: such a column
/// has a field that is guarded, or is left out.
const REACHING_COLUMNS: [&str; 11] =
    ["住址", "地址", "住所", "户籍", "门牌", "房号", "生日", "出生", "微信", "邮箱", "QQ"];

/// Words for colours by which people are graded where there are several to choose from.
const COLOURS: [&str; 5] = ["红", "黄", "蓝", "橙", "绿"];

/// A text in the form in which words are looked for: half-width, without blanks.
fn plain(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect()
}

/// The same without the names of work in it.
fn without_work(text: &str) -> String {
    WORK.iter().fold(plain(text), |text, work| text.replace(work, ""))
}

/// Whether a column's name speaks of residents as risks.
pub fn is_risk_column(name: &str) -> bool {
    let name = plain(name);
    let has = |word: &&str| name.contains(*word);
    let grades = GRADES.iter().any(has) && !MATTERS.iter().any(has);
    grades || RISK_COLUMNS.iter().chain(&LABELS).any(has)
}

/// Whether a column's name tells of something that is kept of nobody.
pub fn is_never_column(name: &str) -> bool {
    let name = plain(name);
    NEVER_COLUMNS.iter().any(|word| name.contains(word))
}

/// Whether a column's name tells of what is asked of nobody by default.
pub fn is_unasked_column(name: &str) -> bool {
    let name = without_work(name);
    UNASKED_COLUMNS.iter().any(|word| name.contains(word))
}

/// Whether a column's name tells of an identity number.
pub fn is_number_column(name: &str) -> bool {
    let name = plain(name);
    NUMBER_COLUMNS.iter().any(|word| name.contains(word))
}

/// Whether a column's name tells of a telephone number.
pub fn is_phone_column(name: &str) -> bool {
    let name = without_work(name);
    PHONE_COLUMNS.iter().any(|word| name.contains(word))
}

/// Whether a column's name tells of what is sensitive by itself: a number of
/// somebody's, his health, aid that he gets, what the law protects or nobody asks.
pub fn is_private_column(name: &str) -> bool {
    let text = without_work(name);
    is_number_column(name)
        || PRIVATE_NAMES.contains(&text.as_str())
        || sensitive_word(&text).is_some()
        || UNASKED_COLUMNS.iter().chain(&PRIVATE_COLUMNS).any(|word| text.contains(word))
}

/// Whether what stands in a column is somebody's: his number, how he is reached,
/// his health or aid. It goes to a field that is guarded and to no free text.
pub fn is_guarded_column(name: &str) -> bool {
    let text = plain(name);
    is_phone_column(name)
        || is_private_column(name)
        || REACHING_COLUMNS.iter().any(|word| text.contains(word))
        || privacy::tells_of_health(&text)
}

/// Whether answers to choose from grade by colour: two of them are colours.
pub fn are_colours<'a>(choices: impl Iterator<Item = &'a str>) -> bool {
    let is_colour = |title: &str| {
        let title = plain(title);
        let bare = title.trim_end_matches(['色', '牌', '码']);
        COLOURS.contains(&bare)
    };
    choices.filter(|title| is_colour(title)).count() > 1
}

/// Whether answers to choose from sort into those to watch and the others.
pub fn are_grades<'a>(choices: impl Iterator<Item = &'a str>) -> bool {
    let titles: Vec<String> = choices.map(plain).collect();
    let has = |word: &str| titles.iter().any(|title| title.trim_end_matches(['户', '人']) == word);
    has("重点") && ["一般", "普通", "非重点", "正常"].into_iter().any(has)
}

/// The first word in a text that makes a risk of a person.
pub fn label_in(text: &str) -> Option<&'static str> {
    let text = plain(text);
    LABELS.into_iter().find(|word| text.contains(word))
}

/// A text without those of its parts that have such a word in them; as it is,
/// where there is none. Parts end at commas, full stops and line ends.
pub fn without_labels(text: &str) -> String {
    if label_in(text).is_none() {
        return text.to_owned();
    }
    let ends = |c: char| matches!(c, '，' | ',' | '。' | '；' | ';' | '、' | '\n');
    let parts = text.split_inclusive(ends).filter(|part| label_in(part).is_none());
    parts.collect::<String>().trim_end_matches(ends).trim().to_owned()
}

/// Whether a ledger's cards say what people are, so that a label in them would
/// stick to somebody.
pub fn is_about_people(ledger: &Ledger) -> bool {
    let people = [residents::ID, households::ID];
    ledger.nature == Nature::Card
        && (people.contains(&ledger.id.as_str())
            || ledger
                .fields
                .iter()
                .any(|field| matches!(&field.kind, Kind::Ref(target) if people.contains(&target.as_str()))))
}

/// Whether a field of a person's card is free text: where a label would be
/// kept, counted and filtered by.
pub fn is_free_text(field: &Field) -> bool {
    matches!(field.kind, Kind::Text | Kind::LongText)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{issues::issues, visits};

    // Shows A8.
    #[test]
    fn columns_of_the_ledgers_that_graded_people_are_known() {
        // Every name of domain.md §2.1 and §2.6 that makes a risk of a person.
        for name in [
            "重点人员",
            "重点人员类别",
            "“重点人员”",
            "稳控责任单位",
            "稳控责任人",
            "涉稳人群类别",
            "涉稳群体人数",
            "涉稳人员稳定现状",
            "预警级别(蓝黄橙红)",
            "预警等级",
            "预 警 时 间",
            "人员预警色",
            "人员现状",
            "关注程度",
            "困难程度",
            "信访风险人",
            "上访次数",
            "缠访闹访",
            "社区矫正",
            "易肇事精神病人",
            "吸毒人员",
            "积分",
        ] {
            assert!(is_risk_column(name), "{name}");
        }
        for name in
            ["联系电话", "困难类型", "困难原因", "具体需求", "保障类型", "化解责任人", "期限", "隐患级别"]
        {
            assert!(!is_risk_column(name), "{name}");
        }
        for name in ["宗教信仰", "血型", "人脸照片", "行踪轨迹", "经度", "银行卡号", "开户行"]
        {
            assert!(is_never_column(name) && !is_risk_column(name), "{name}");
        }
        for name in
            ["得分", "户情评分", "星级户", "排名", "信用等级", "红黄蓝标记", "自筹欠缴名单", "信访户排名"]
        {
            assert!(is_risk_column(name), "{name}");
        }
        assert!(is_never_column("身份证照片") && is_never_column("人脸"));
        assert!(is_unasked_column("民族") && is_unasked_column("婚姻状况") && !is_unasked_column("学历"));
        assert!(are_colours(["红", "黄"].into_iter()) && are_colours(["红色", "其他", "蓝色"].into_iter()));
        assert!(!are_colours(["红", "其他"].into_iter()));
        assert!(!is_never_column("备注") && !is_never_column("住址"));
        for name in ["表现分", "安全等级（重点/一般）", "拖欠", "危险程度", "信访等级", "帮教对象"]
        {
            assert!(is_risk_column(name), "{name}");
        }
        for name in [
            "风险",
            "分级管理",
            "红黄绿",
            "表现等次",
            "稳定程度",
            "评级",
            "颜色标识",
            "重点与一般",
            "重点/一般",
            "欠费",
            "欠费情况",
            "服刑情况",
            "风 险",
            "居民分级",
        ] {
            assert!(is_risk_column(name) || name == "重点/一般", "{name}");
        }
        for name in [
            "安全风险点",
            "隐患等级",
            "隐患分级",
            "房屋安全评级",
            "风险隐患描述",
            "垃圾分级",
            "年级",
            "消防风险",
        ] {
            assert!(!is_risk_column(name), "{name}");
        }
        assert!(are_grades(["重点", "一般"].into_iter()) && are_grades(["重点户", "普通户"].into_iter()));
        assert!(
            !are_grades(["重大", "一般"].into_iter()) && !are_grades(["重点项目", "一般项目"].into_iter())
        );
        for name in ["民族", "政治面貌", "用药情况", "低保等级", "婚姻状况", "患病情况"]
        {
            assert!(is_private_column(name) && !is_risk_column(name), "{name}");
        }
        assert!(!is_private_column("病虫害防治") && !is_private_column("住址"));
        assert!(is_phone_column("联系号码") && is_phone_column("联系电话") && !is_phone_column("编号"));
        assert!(is_never_column("信教情况") && !is_risk_column("安全员") && !is_risk_column("隐患等级"));
        for name in ["身份证号", "联系电话", "家庭住址", "患病情况", "低保等级"] {
            assert!(is_guarded_column(name), "{name}");
        }
        assert!(!is_guarded_column("学历") && is_number_column("证件号码") && !is_number_column("编号"));
    }

    // Shows A8.
    #[test]
    fn what_is_somebodys_is_guarded_and_the_names_of_work_are_not() {
        for name in ["证件", "微信号", "卡号", "家庭成分", "生育情况", "心理状况", "健康", "健康状况"]
        {
            assert!(is_private_column(name) && is_guarded_column(name) && !is_risk_column(name), "{name}");
        }
        assert!(is_phone_column("联络方式") && is_risk_column("红黑榜") && is_risk_column("贫困等级"));
        for name in ["评级单位", "民族团结活动", "电话会议", "证件办理", "健康讲座", "心理咨询室"]
        {
            assert!(!is_risk_column(name) && !is_guarded_column(name), "{name}");
        }
        assert!(is_risk_column("居民评级") && is_private_column("民族") && is_phone_column("会议电话"));
    }

    #[test]
    fn a_text_loses_the_parts_that_label_and_keeps_the_others() {
        assert_eq!(without_labels("独居，重点人员，要送药"), "独居，要送药");
        assert_eq!(without_labels("稳 控 对象"), "");
        assert_eq!(without_labels("想学电工、\n家有老人"), "想学电工、\n家有老人");
        assert_eq!(label_in("信访老户（红色预警）"), Some("预警"));
        assert_eq!(label_in("说话和气"), None);
    }

    #[test]
    fn what_people_say_is_not_about_what_they_are() {
        assert!(is_about_people(&residents::ledger()) && is_about_people(&households::ledger()));
        assert!(!is_about_people(&issues::ledger()) && !is_about_people(&visits::ledger()));
        let tags = residents::ledger().field(residents::TAGS).cloned().unwrap();
        assert!(is_free_text(&tags));
    }
}
