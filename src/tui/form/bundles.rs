//! Forms of F10: bundles, invitations, backups.

use super::{
    Entry, Form, Purpose,
    build::{own, secret},
};
use crate::{
    domain::{field::Kind, team::peers, value::Value, wording::Lang},
    say,
    tui::snapshot::Snapshot,
    workbench::{PeerId, Workbench},
};

impl Form {
    /// Where a bundle goes, and for whom: for this laptop, where it was opened for one.
    pub(in crate::tui) fn export(data: &Snapshot, other: Option<PeerId>, lang: Lang) -> Self {
        let to = own("to", "文件或文件夹", "File or folder", Kind::Text).required();
        let mut laptops = own("laptops", "给哪些电脑", "For laptops", Kind::Ref(peers::ID.to_owned()));
        laptops.many = true;
        let full = own("full", "全部内容", "Everything", Kind::Bool);
        let passphrase = own("passphrase", "另设口令", "By passphrase", Kind::Text);
        let recipient = own("recipient", "age 公钥", "age keys", Kind::Text);
        let ticked: Vec<Value> =
            other.map(|peer| Value::Ref(Workbench::peer_record(peer))).into_iter().collect();
        let entries = vec![
            Entry::new(to).hinted(lang.pick("例如 U 盘的文件夹", "such as a folder on a stick").to_owned()),
            Entry::new(laptops).holding(&ticked, lang).hinted(
                lang.pick("空着给全组；可以勾选几台", "empty: all; several can be ticked").to_owned(),
            ),
            Entry::new(full).hinted(lang.pick("空着只带新的", "empty: only what is new").to_owned()),
            secret(passphrase)
                .hinted(lang.pick("一般空着：组里的电脑都能打开", "empty: the group opens it").to_owned()),
            Entry::new(recipient).hinted(
                lang.pick(
                    "一般空着；只给某个 age1… 公钥打开",
                    "mostly empty; for the holder of an age1... key",
                )
                .to_owned(),
            ),
        ];
        let mut form = Self::with(
            Purpose::Export(String::new()),
            lang.pick("导出同步包", "Write a bundle").to_owned(),
            entries,
        );
        if data.laptops.len() < 2 {
            let told = lang.pick("组里现在只有这一台电脑", "this is the only laptop of the group so far");
            form.notes.push(told.to_owned());
        }
        form
    }

    /// Which bundle to take in.
    pub(in crate::tui) fn import(lang: Lang) -> Self {
        let file = own("file", "文件或文件夹", "File or folder", Kind::Text).required();
        let told = lang.pick("一个 .mqb 文件，或放着它们的文件夹", "a .mqb file, or a folder with them");
        Self::with(
            Purpose::Import,
            lang.pick("导入同步包", "Take a bundle in").to_owned(),
            vec![Entry::new(file).hinted(told.to_owned())],
        )
    }

    /// The passphrase of a bundle.
    pub(in crate::tui) fn passphrase(file: &std::path::Path, lang: Lang) -> Self {
        let passphrase = own("passphrase", "口令", "Passphrase", Kind::Text).required();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let title = say!(lang, "这个文件要口令：{name}", "A passphrase opens this file: {name}");
        Self::with(Purpose::Passphrase(file.to_path_buf()), title, vec![secret(passphrase)])
    }

    /// Where an invitation goes, its passphrase, and how it is good.
    pub(in crate::tui) fn invite(lang: Lang) -> Self {
        let to = own("to", "文件或文件夹", "File or folder", Kind::Text).required();
        let passphrase = own("passphrase", "口令", "Passphrase", Kind::Text).required();
        let told = lang.pick("当面说给对方，不要写在一起", "tell it by voice, never with the file");
        let entries = vec![
            Entry::new(to).hinted(lang.pick("例如 U 盘的文件夹", "such as a folder on a stick").to_owned()),
            secret(passphrase).hinted(told.to_owned()),
            Entry::new(own("days", "几天内有效", "Good for days", Kind::Int)).hinted(
                lang.pick("空着 14 天；按新电脑的时钟", "empty: 14; by the clock of the new laptop")
                    .to_owned(),
            ),
            Entry::new(own("code", "新电脑代号", "Its letter", Kind::Text))
                .hinted(lang.pick("空着取下一个", "empty: the next free one").to_owned()),
        ];
        Self::with(Purpose::Invite, lang.pick("邀请新电脑", "Invite a laptop").to_owned(), entries)
    }

    /// Where a backup goes.
    pub(in crate::tui) fn backup(data: &Snapshot, lang: Lang) -> Self {
        let to = own("to", "备份到", "Back up to", Kind::Text);
        let hint = lang.pick(
            "空着备份在这台电脑里；U 盘的文件夹，或新文件",
            "empty: on this laptop; a folder on a stick, or a new file",
        );
        let title =
            lang.pick("备份全部内容，用台账的口令打开", "Back everything up; the passphrase opens it");
        let mut form =
            Self::with(Purpose::Backup, title.to_owned(), vec![Entry::new(to).hinted(hint.to_owned())]);
        if let Some((day, file)) = &data.backups.elsewhere {
            form.notes.push(say!(lang, "上次备份到别处：{day}  {file}", "last put elsewhere: {day}  {file}"));
        }
        form
    }
}
