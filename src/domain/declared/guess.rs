//! What kind of field a title asks for: `联系电话` a telephone number that is
//! masked, `安装日期` a day. A guess that is shown and that people change, so
//! that a ledger of their own does not keep numbers of persons in the open.

use super::{guard, read};
use crate::domain::{
    field::{Kind, Privacy},
    labels,
    wording::{Lang, Wording},
};

/// The kinds that people choose from, as they call them.
pub const TITLES: [(&str, &str, &str); 12] = [
    ("text", "文字", "text"),
    ("long_text", "长文字", "long text"),
    ("date", "日期", "date"),
    ("int", "数字", "number"),
    ("money", "金额", "money"),
    ("bool", "是或否", "yes or no"),
    ("choice", "选项", "choice"),
    ("name", "姓名", "name"),
    ("phone", "电话", "phone"),
    ("id_number", "身份证号", "ID number"),
    ("lunar", "农历日子", "lunar day"),
    ("ref", "指向一条记录", "another record"),
];

/// What a title says of the kind, the most telling first.
const TOLD: [(&str, &[&str]); 8] = [
    ("id_number", &["身份证", "证件号"]),
    // What tells of a telephone number, labels knows.
    ("phone", &[]),
    ("lunar", &["农历"]),
    ("date", &["日期", "生日", "出生年月"]),
    ("money", &["金额", "费用", "款项", "资金", "单价", "总价", "价格", "租金", "工资", "补贴", "（元）"]),
    ("int", &["人数", "户数", "数量", "次数", "件数", "份数", "台数", "名额", "年龄"]),
    ("bool", &["是否", "有无"]),
    ("long_text", &["备注", "说明", "详情"]),
];

/// What is guessed of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What it holds.
    pub kind: Kind,
    /// How carefully it is shown.
    pub privacy: Privacy,
    /// What it is collected for, where it is not open.
    pub purpose: Option<Wording>,
}

impl Guess {
    /// `电话，遮盖`.
    pub fn told(&self, lang: Lang) -> String {
        let title = kind_title(self.kind.key(), lang);
        match self.privacy {
            Privacy::Open => title.to_owned(),
            Privacy::Personal | Privacy::Sensitive => {
                crate::say!(lang, "{title}，遮盖", "{title}, masked")
            }
        }
    }

    fn of(kind: Kind) -> Self {
        let privacy = guard::of_kind(&kind);
        let purpose = match privacy {
            Privacy::Open => None,
            Privacy::Personal => Some(Wording::new("联系本人", "reaching the person")),
            Privacy::Sensitive => {
                Some(Wording::new("只在代办须实名的申请时核对", "only for applications that need it"))
            }
        };
        Self { kind, privacy, purpose }
    }
}

/// What people call a kind of field.
pub fn kind_title(key: &str, lang: Lang) -> &'static str {
    let known = TITLES.iter().find(|(known, ..)| *known == key);
    known.map_or("", |(_, zh, en)| lang.pick(zh, en))
}

/// Guesses from a title.
pub fn guess(title: &str) -> Guess {
    let tells = |(key, words): &&(&str, &[&str])| {
        words.iter().any(|word| title.contains(word)) || *key == "phone" && labels::is_phone_column(title)
    };
    let told = TOLD.iter().find(tells);
    let key = match told {
        Some((key, _)) => key,
        None if title.ends_with("姓名") => "name",
        None => "text",
    };
    let guessed = Guess::of(read::kind(key, None).unwrap_or(Kind::Text));
    // What is sensitive by its name is hidden, whatever kind it is of.
    if labels::is_private_column(title) && guessed.privacy < Privacy::Sensitive {
        return Guess {
            privacy: Privacy::Sensitive,
            purpose: Some(Wording::new("工作需要时核对", "checking, where the work needs it")),
            ..guessed
        };
    }
    guessed
}

/// Titles as they are typed, with `、` between them, each with its guess, or with
/// the kind that is told behind it: `楼长、联系电话、日期（文字）`.
pub fn fields(typed: &str) -> Vec<(String, Guess)> {
    let parts = typed.split(['、', ',', '，', ';', '；', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(field).collect()
}

fn field(part: &str) -> (String, Guess) {
    let inner = part.strip_suffix(['）', ')']).and_then(|part| part.rsplit_once(['（', '(']));
    // What needs more than a word is declared by a form of its own.
    let whole = |kind: &Kind| !matches!(kind, Kind::Choice(_) | Kind::Ref(_));
    let told = inner.and_then(|(title, told)| {
        let told = told.trim();
        let (key, ..) = TITLES.iter().find(|(key, zh, en)| [*key, *zh, *en].contains(&told))?;
        let kind = read::kind(key, None).filter(whole)?;
        Some((title.trim().to_owned(), Guess::of(kind))).filter(|(title, _)| !title.is_empty())
    });
    told.unwrap_or_else(|| (part.to_owned(), guess(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_its_kind_and_a_word_behind_it_another() {
        let told = |typed: &str| -> Vec<String> {
            let all = fields(typed).into_iter();
            all.map(|(title, guess)| format!("{title}={}", guess.told(Lang::Zh))).collect()
        };
        assert_eq!(
            told("楼长、联系电话、身份证号、安装日期、金额、户数，负责人姓名; 是否到位\n备注、住址"),
            [
                "楼长=文字",
                "联系电话=电话，遮盖",
                "身份证号=身份证号，遮盖",
                "安装日期=日期",
                "金额=金额",
                "户数=数字",
                "负责人姓名=姓名",
                "是否到位=是或否",
                "备注=长文字",
                "住址=文字",
            ]
        );
        assert_eq!(
            told("联系号码、民族、政治面貌、用药情况"),
            ["联系号码=电话，遮盖", "民族=文字，遮盖", "政治面貌=文字，遮盖", "用药情况=文字，遮盖"]
        );
        assert_eq!(
            told("联络方式、证件、电话会议、民族团结活动、心理状况"),
            [
                "联络方式=电话，遮盖",
                "证件=文字，遮盖",
                "电话会议=文字",
                "民族团结活动=文字",
                "心理状况=文字，遮盖"
            ]
        );
        assert_eq!(
            told("安装日期（文字）、编号(数字)、费用（元）、去向（选项）、（日期）"),
            ["安装日期=文字", "编号=数字", "费用（元）=金额", "去向（选项）=文字", "（日期）=日期"]
        );
    }

    #[test]
    fn what_is_not_open_says_what_for() {
        for (title, guess) in fields("联系电话、身份证号、日期") {
            assert_eq!(guess.purpose.is_some(), guess.privacy != Privacy::Open, "{title}");
        }
        for (key, ..) in TITLES {
            assert!(read::kinds().contains(&key), "{key} can be declared");
        }
    }
}
