//! What people are told about their data: the notice that is printed, the
//! sheet of an assessment, the card for a lost laptop (domain.md §4.1).

use std::fmt::Write as _;

use super::{affected::Affected, bench::Workbench, error::Error, retention};
use crate::{
    domain::{
        field::{Field, Privacy},
        ledger::Ledger,
        roster::residents,
        team::group,
        wording::Lang,
    },
    say,
};

impl Workbench {
    /// The notice: who, what for, how, which kinds, how long, which rights
    /// (个保法 17, 35; 网数条例 21). Made of what the ledgers declare, so that
    /// it cannot say less than is kept.
    pub fn notice_text(&self, lang: Lang) -> Result<String, Error> {
        let row = self.row(self.group_id())?;
        let text = |tag| row.as_ref().map(|row| row.text(tag).to_owned()).unwrap_or_default();
        let (name, community, complaints) =
            (text(group::NAME), text(group::COMMUNITY), text(group::COMPLAINTS));
        let mut told = say!(
            lang,
            "个人信息收集告知单\n\n一、谁在收集：{name}（{community}）\n二、为什么、收集哪些（不填不影响登记诉求，诉求也可以匿名）：\n",
            "Notice on personal information\n\n1. Who: {name} ({community})\n2. What for, and which (leaving any out keeps nobody from raising an issue, which may be anonymous):\n"
        );
        for (ledger, field) in self.asked() {
            let (title, field_title) = (ledger.title.get(lang), field.title.get(lang));
            let purpose = field.purpose.as_ref().map_or("", |purpose| purpose.get(lang));
            let marks = [
                (field.privacy == Privacy::Sensitive)
                    .then(|| lang.pick("敏感信息，须单独同意", "sensitive: by separate consent")),
                field.consent.as_ref().map(|_| lang.pick("自愿，须本人同意", "voluntary: by consent")),
            ];
            let marks: Vec<&str> = marks.into_iter().flatten().collect();
            let marks = match (marks.is_empty(), lang) {
                (true, _) => String::new(),
                (false, Lang::Zh) => format!("（{}）", marks.join("；")),
                (false, Lang::En) => format!(" ({})", marks.join("; ")),
            };
            // What is not private needs no purpose.
            let told_purpose =
                if purpose.is_empty() { String::new() } else { say!(lang, "：{purpose}", ": {purpose}") };
            let _ = writeln!(told, "   - {title}·{field_title}{told_purpose}{marks}");
        }
        told += lang.pick(
            "三、怎么处理：由工作组成员当面或电话登记，存在本组加密的电脑里，电脑不联网；电话和证件号平时遮盖，查看要写理由并留痕。不打分、不分级、不作自动决定。\n四、给谁：只给办这件事的单位，其他的先问您、您单独同意才给。\n五、保存多久：\n",
            "3. How: taken down by members of the group, kept on their sealed laptops, which are on no network; numbers are masked, and looking at them needs a reason that is recorded. Nobody is scored, graded or decided upon by a machine.\n4. To whom: only to who handles the matter; to anybody else by your separate consent.\n5. How long:\n",
        );
        for period in self.periods()? {
            let title = self.ledger(&period.ledger)?.title.get(lang);
            let (months, action) = (period.months, period.action.title());
            let (action, basis) = (action.get(lang), period.basis.get(lang));
            let _ = writeln!(
                told,
                "{}",
                say!(
                    lang,
                    "   - {title}：{months} 个月后{action}（{basis}）",
                    "   - {title}: {action} after {months} months ({basis})"
                )
            );
        }
        told += lang.pick(
            "六、您的权利：查阅、复制、更正、补充、删除，撤回同意，要求说明；找任何一位组员都可以，不收费。撤回同意不影响办您的事。\n",
            "6. Your rights: to see, copy, correct, complete and erase it, to withdraw a consent, to have it explained; any member will do, at no charge. Withdrawing a consent changes nothing about your matters.\n",
        );
        let complaints = if complaints.is_empty() {
            lang.pick(
                "（请填写：F8“工作组”里修改，或 minqing edit 工作组编号 complaints=…）",
                "(to be filled in: in \"Work group\" on F8, or minqing edit GROUP complaints=…)",
            )
            .to_owned()
        } else {
            complaints
        };
        told += &say!(
            lang,
            "七、投诉举报：{complaints}\n\n告知人：          日期：          居民（签名）：",
            "7. Complaints to: {complaints}\n\nTold by:          Day:          Resident:"
        );
        Ok(told)
    }

    /// The sheet of an assessment before sensitive information is handled, or
    /// anything is handed on or published (个保法 55, 56): what is known is
    /// filled in, what only people can judge is asked.
    pub fn assessment_text(&self, lang: Lang) -> Result<String, Error> {
        let day = self.today();
        let mut told = say!(
            lang,
            "个人信息保护影响评估表　{day}\n（个保法 55、56；填好后保存三年以上）\n\n一、处理哪些、为什么、多少人\n",
            "Assessment of the impact on personal information  {day}\n(PIPL 55, 56; keep it for three years at least)\n\n1. Which, what for, of how many\n"
        );
        for (ledger, field) in self.asked() {
            let count = self
                .rows(&ledger.id)?
                .iter()
                .filter(|row| row.stands() && !row.all(field.tag).is_empty())
                .count();
            let (title, field_title) = (ledger.title.get(lang), field.title.get(lang));
            let purpose = field.purpose.as_ref().map_or("", |purpose| purpose.get(lang));
            let class = match field.privacy {
                Privacy::Open => lang.pick("一般", "open"),
                Privacy::Personal => lang.pick("个人", "personal"),
                Privacy::Sensitive => lang.pick("敏感", "sensitive"),
            };
            let _ = writeln!(
                told,
                "{}",
                say!(
                    lang,
                    "   {title}·{field_title}｜{class}｜{count} 条｜{purpose}",
                    "   {title}·{field_title} | {class} | {count} | {purpose}"
                )
            );
        }
        told += lang.pick(
            "\n二、目的和方式是否合法、正当、必要（少收一栏行不行）：\n\n三、对本人有什么影响，风险多大（谁会看到，泄露了会怎样）：\n\n四、保护措施是否够（程序已有：加密、遮盖、查看留痕、导出登记、到期清理；还要：谁保管电脑、谁知道口令）：\n\n五、本次要提供或公开的：内容、对象、是否逐人单独同意：\n\n六、结论：可以做 / 改了再做 / 不做\n\n评估人：          组长：          日期：\n",
            "\n2. Is it lawful, fair and needed (would fewer fields do):\n\n3. What may it do to the people (who sees it, what if it leaks):\n\n4. Is it kept well enough (the program seals, masks, records who looks and what goes out, clears what is due; besides: who keeps the laptops, who knows the passphrases):\n\n5. What is to be handed on or published, to whom, by whose separate consent:\n\n6. Result: go on / change it first / do not\n\nBy:          Lead:          Day:\n",
        );
        Ok(told)
    }

    /// What to do at once about a lost laptop, and whose information is on it
    /// (个保法 57; 网数条例 11).
    pub fn lost_text(&self, affected: &[Affected], lang: Lang) -> Result<String, Error> {
        let mut counts: Vec<(String, usize, usize)> = Vec::new();
        for ledger in self.catalog().iter() {
            let own = affected.iter().filter(|one| one.record.ledger() == ledger.tag);
            let (all, sensitive) =
                own.fold((0, 0), |(all, few), one| (all + 1, few + usize::from(one.sensitive)));
            if all > 0 {
                counts.push((ledger.title.get(lang).to_owned(), all, sensitive));
            }
        }
        let mut told = lang.pick(
            "电脑丢失应急单\n1. 马上停用那台电脑：F10“停用电脑”，或 minqing peers revoke 代号；再导出同步包给各台电脑\n2. 报告组长和党政办公室；电脑里的资料有口令加密，口令写在一起的要一并说明\n3. 通知下列人员：涉及哪些栏、可能的影响、已做的补救（能避免危害的可不逐人通知，由主管部门定）\n4. 记下时间、经过、处理，保存三年以上\n\n涉及：\n",
            "A lost laptop\n1. Revoke it at once: \"Revoke\" on F10, or minqing peers revoke LETTER; and hand the next bundle to every laptop\n2. Report it to the lead and the office; what is on it is sealed by a passphrase: say so if that was kept with it\n3. Tell the people below: which fields, what may come of it, what was done\n4. Write down when, how and what was done; keep it three years at least\n\nConcerned:\n",
        )
        .to_owned();
        told += lang.pick(
            "   （按已知那台电脑收到的列，至少这些；给它而还没有回音的同步包里的也可能有，从宽就按本机全部通知）\n",
            "   (what that laptop is known to have, so at least this; bundles it was given and never answered may hold more: to be safe, tell everybody whom this laptop knows)\n",
        );
        for (title, all, sensitive) in counts {
            let _ = writeln!(
                told,
                "{}",
                say!(
                    lang,
                    "   {title} {all} 条，其中有敏感信息的 {sensitive} 条",
                    "   {title}: {all}, with sensitive information: {sensitive}"
                )
            );
        }
        for one in affected {
            let ledger = self.ledger_of(one.record)?;
            let fields = ledger.fields.iter().filter(|field| one.fields.contains(&field.tag));
            let fields: Vec<&str> = fields.map(|field| field.title.get(lang)).collect();
            let (title, name, fields) =
                (ledger.title.get(lang), &one.name, fields.join(lang.pick("、", ", ")));
            let _ = writeln!(
                told,
                "{}",
                say!(lang, "   {title} {name}：{fields}", "   {title} {name}: {fields}")
            );
        }
        Ok(told)
    }

    /// What people are asked about themselves.
    fn asked(&self) -> impl Iterator<Item = (&Ledger, &Field)> {
        let of_people = self.catalog().iter().filter(|ledger| retention::tells_of_people(ledger));
        of_people.flat_map(|ledger| {
            let about = move |field: &&Field| {
                field.in_form
                    && (field.privacy != Privacy::Open || ledger.id == residents::ID && field.required)
            };
            ledger.fields.iter().filter(about).map(move |field| (ledger, field))
        })
    }
}
