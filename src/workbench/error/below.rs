//! What the layers below say went wrong, in sentences.

use crate::{
    bundle::{BundleError, format::Purpose},
    domain::wording::Lang,
    log::{bytes::hex, commit::PeerId},
    say,
    store::StoreError,
    workbench::{damage, system},
};

pub(super) fn store_sentence(error: &StoreError, lang: Lang) -> String {
    match error {
        StoreError::Io { path, source } => {
            let (path, why) = (path.display(), system::told(source, lang));
            say!(lang, "读写 {path} 失败：{why}", "{path}: {why}")
        }
        StoreError::Locked { pid: Some(pid) } => say!(
            lang,
            "这个台账正被另一个程序打开（进程 {pid}），请先关掉它",
            "the workspace is open in another process (pid {pid}); close it first"
        ),
        StoreError::Locked { pid: None } => lang
            .pick(
                "这个台账正被另一个程序打开，请先关掉它",
                "the workspace is open in another process; close it first",
            )
            .to_owned(),
        StoreError::WrongPassphrase => lang
            .pick(
                "口令不对，没有打开；请核对口令（大小写、输入法）后重新运行",
                "wrong passphrase, nothing was opened; check it (capitals, input method) and run this again",
            )
            .to_owned(),
        StoreError::NotAWorkspace { path } => {
            let path = path.display();
            say!(
                lang,
                "{path} 里还没有台账；请先用 minqing init 新建，或用 minqing join 加入",
                "no workspace in {path}; begin with: minqing init, or: minqing join"
            )
        }
        StoreError::KeysLost { path, backup: Some(backup) } => {
            let (path, backup) = (path.display(), backup.display());
            say!(
                lang,
                "{path} 里有台账，但钥匙文件 keys 和 keys.copy 都不见了，不会在上面新建；请恢复最新的自动备份：minqing restore {backup} --home 另一个文件夹",
                "{path} holds a workspace whose files keys and keys.copy are gone; nothing is founded on top of it; restore the newest automatic backup: minqing restore {backup} --home ANOTHER_FOLDER"
            )
        }
        StoreError::KeysLost { path, backup: None } => {
            let path = path.display();
            say!(
                lang,
                "{path} 里有台账，但钥匙文件 keys 和 keys.copy 都不见了，也没有自动备份，不会在上面新建；请把钥匙文件找回来，或用手头的备份恢复：minqing restore 备份文件 --home 另一个文件夹",
                "{path} holds a workspace whose files keys and keys.copy are gone, and no automatic backup; nothing is founded on top of it; bring the key files back, or restore a backup you have: minqing restore FILE --home ANOTHER_FOLDER"
            )
        }
        StoreError::OwnGap { have, named } => say!(
            lang,
            "本机写过第 {named} 次提交，现在只接得上到第 {have} 次，中间缺了，先不能录入；请让同事导出全部内容的同步包（F10“导出”，或 minqing bundle export --full），导入后再录。谁那里都没有的，请用邀请文件重新加入",
            "this laptop once wrote commit {named} and has only those up to {have}: nothing can be written until the missing ones are here; take in a full bundle of a colleague (\"Export\" on F10, or minqing bundle export --full); if nobody has them, join anew by an invitation"
        ),
        StoreError::Exists { path } => {
            let path = path.display();
            say!(
                lang,
                "{path} 里已经有了，不会覆盖；请换一个位置",
                "{path} exists and is not overwritten; choose another place"
            )
        }
        StoreError::Held { path, source } => {
            let (path, why) = (path.display(), system::told(source, lang));
            say!(
                lang,
                "数据库坏了，要从备份和日志重建，可是 {path} 还被占用，移不开（{why}）。请关掉本程序和占用它的别的程序，再打开一次：会自动重建，已保存的不会丢",
                "the database is broken and is rebuilt from backup and journal, but {path} is still in use and cannot be moved ({why}). Close this program, and any other that uses it, and open it again: it is rebuilt by itself and nothing that was saved is lost"
            )
        }
        StoreError::Newer { found, known } => say!(
            lang,
            "台账是更新版本写的（{found}，本程序认得 {known}），请升级程序",
            "written by a newer version ({found}, this one knows {known}); upgrade"
        ),
        StoreError::Full => lang
            .pick("磁盘满了，没有写入；请腾出空间再试", "the disk is full, nothing was written; make room")
            .to_owned(),
        StoreError::Damaged { what } => say!(
            lang,
            "存储有损坏（{what}）；请重新打开程序，它会从备份和日志重建，已保存的不会丢",
            "the store is damaged ({what}); open the program again: it rebuilds from backup and journal"
        ),
        StoreError::TooLarge { bytes, limit } => say!(
            lang,
            "一次写入太大（{bytes} 字节，最多 {limit}），请分几次做",
            "too much at once ({bytes} bytes, at most {limit}); do it in parts"
        ),
        StoreError::Stopped => lang.pick("已停下，什么也没有改动", "stopped; nothing was changed").to_owned(),
        StoreError::NoRandom { detail } => say!(
            lang,
            "系统给不出随机数（{detail}），没有写入；请重启电脑再试",
            "the system gives no random numbers ({detail}); nothing was written; restart and try again"
        ),
        StoreError::Unopenable { detail } => say!(
            lang,
            "数据库打不开（{detail}）；请重新打开程序，它会从备份和日志重建，已保存的不会丢",
            "the database does not open ({detail}); open the program again: it rebuilds from backup and journal"
        ),
    }
}

/// What a file of this purpose is called.
pub fn called(purpose: Purpose, lang: Lang) -> &'static str {
    match purpose {
        Purpose::Exchange => lang.pick("同步包", "bundle"),
        Purpose::Invitation => lang.pick("邀请文件", "invitation"),
        Purpose::Backup => lang.pick("备份文件", "backup"),
    }
}

/// Where another copy of a damaged file comes from.
fn anew(purpose: Purpose, lang: Lang) -> &'static str {
    match purpose {
        Purpose::Exchange => {
            lang.pick("请让对方重新导出或重新拷贝", "copy it again or have it exported again")
        }
        Purpose::Invitation => lang.pick(
            "请重新拷贝，或请组长重新写一份：F10“邀请”，或 minqing peers invite",
            "copy it again, or ask the lead for another: \"Invite\" on F10, or minqing peers invite",
        ),
        Purpose::Backup => {
            lang.pick("请重新拷贝，或换一份备份恢复", "copy it again, or restore another backup")
        }
    }
}

/// That a bundle is of a laptop that was revoked.
pub fn revoked(laptop: &str, lang: Lang) -> String {
    say!(
        lang,
        "这个同步包来自已停用的电脑 {laptop}，里面有停用以后不算数的改动；什么也没有改动。算数的部分请让别的电脑转交；电脑找回来了，请组长重新确认它",
        "this bundle is of the revoked laptop {laptop} and holds what does not count any more; nothing was changed; what counts comes by any other laptop; if it was found again, a lead may confirm it"
    )
}

pub(super) fn bundle_sentence(error: &BundleError, purpose: Purpose, lang: Lang) -> String {
    let kind = called(purpose, lang);
    match error {
        BundleError::Io { path, source } if path.is_empty() => {
            let why = system::told(source, lang);
            say!(lang, "读写{kind}失败：{why}", "the {kind}: {why}")
        }
        BundleError::Io { path, source } => {
            let why = system::told(source, lang);
            say!(lang, "读写文件 {path} 失败：{why}", "{path}: {why}")
        }
        BundleError::NotABundle => say!(
            lang,
            "这不是{kind}，或开头已损坏；什么也没有改动",
            "not a file of minqing ({kind}), or its beginning is damaged; nothing was changed"
        ),
        // Sums and seals over it are right: it is not damage that makes it unreadable.
        BundleError::Damaged("a frame" | "the header") => {
            let anew = anew(purpose, lang);
            say!(
                lang,
                "{kind}里有本程序看不懂的内容，多半是更新版本写的；什么也没有改动。请先升级程序；已是最新版就{anew}",
                "the {kind} holds what this program cannot read, probably from a newer version; nothing was changed. Upgrade first; if it is the newest, {anew}"
            )
        }
        BundleError::Damaged(what) => {
            let (what, anew) = (damage::told(what, lang), anew(purpose, lang));
            say!(
                lang,
                "{kind}不完整或已损坏（{what}）；什么也没有改动，{anew}",
                "the {kind} is damaged ({what}); nothing was changed; {anew}"
            )
        }
        BundleError::Forged { what, peer } => {
            let what = damage::told(what, lang);
            say!(
                lang,
                "{kind}里电脑 {peer:?} 的记录被改过（{what}）；什么也没有改动，请向对方核实",
                "commits of laptop {peer:?} in the {kind} were altered ({what}); nothing was changed; ask its user"
            )
        }
        BundleError::TooNew { found, known } => say!(
            lang,
            "{kind}是更新版本写的（格式 {found}，本程序认得 {known}）；请先升级程序",
            "the {kind} is of a newer format ({found}, this program knows {known}); upgrade first"
        ),
        BundleError::ForeignGroup(group) => {
            let group = hex(group.get(..4).unwrap_or_default());
            say!(
                lang,
                "这是别的工作组（编号 {group}…）的{kind}，不能导入",
                "the {kind} belongs to another work group ({group}...)"
            )
        }
        BundleError::NotForUs => say!(
            lang,
            "这个{kind}是本工作组的，但这台电脑没有打开它的钥匙：可能还没收到新的钥匙（先导入组长的同步包），可能这台电脑已被停用，也可能它只加密给了别人；请问组长",
            "the {kind} is of this group, but this laptop lacks the key to it: perhaps it has not got a new key yet (take in a lead's bundle first), perhaps it was revoked, perhaps the {kind} is sealed to others; ask a lead"
        ),
        BundleError::WrongPassphrase => match purpose {
            Purpose::Invitation => lang
                .pick(
                    "邀请口令不对，打不开邀请文件；要的是组长写邀请时定的、当面或电话告诉的口令，不是台账的口令",
                    "wrong invitation passphrase; it is the one that the lead chose for the invitation and told by voice, not that of a workspace",
                )
                .to_owned(),
            Purpose::Exchange | Purpose::Backup => {
                say!(lang, "口令不对，打不开这个{kind}", "wrong passphrase for this {kind}")
            }
        },
        BundleError::PassphraseNeeded => lang
            .pick(
                "这个文件用口令加密，请给出口令（MINQING_INVITE_PASSPHRASE）",
                "the file is sealed by a passphrase; give it (MINQING_INVITE_PASSPHRASE)",
            )
            .to_owned(),
        BundleError::BadRecipient(key) => {
            say!(lang, "“{key}”不是 age 公钥（应以 age1 开头）", "\"{key}\" is not an age recipient (age1…)")
        }
        BundleError::TooManyRecipients { count, most } => say!(
            lang,
            "要加密给 {count} 把公钥，最多 {most} 把；什么也没有写。请停用不再使用的电脑（F10“停用电脑”，或 minqing peers revoke 代号），或按 age 公钥（--recipient）分几次导出，或用口令（--passphrase）加密",
            "it would be sealed to {count} keys, {most} at most; nothing was written. Revoke laptops that are not used any more (\"Revoke\" on F10, or minqing peers revoke LETTER), or export in parts by --recipient, or seal it by --passphrase"
        ),
        BundleError::ClearTooLong { bytes, most } => say!(
            lang,
            "{kind}里要列的电脑太多，开头放不下（{bytes} 字节，最多 {most}）；什么也没有写。请不导出全部内容，只导出对方还没有的：F10 勾选电脑，或 minqing bundle export --for 代号",
            "the {kind} would name too many rows of laptops in its beginning ({bytes} bytes, {most} at most); nothing was written. Leave --full out and export only what others lack: tick laptops on F10, or minqing bundle export --for LETTER"
        ),
        BundleError::Unordered(_) => lang
            .pick(
                "这个同步包里有按要求删除的内容，而删除的依据还没收到：请先导入更早的同步包。什么也没有改动",
                "something in this bundle was erased on request, and the order to do so has not come yet: take an earlier bundle in first; nothing was changed",
            )
            .to_owned(),
        BundleError::Unvouched(peer) => unvouched(*peer, lang),
        BundleError::Revoked(peer) => revoked(&format!("{peer:?}"), lang),
        BundleError::Store(error) => store_sentence(error, lang),
    }
}

fn unvouched(peer: PeerId, lang: Lang) -> String {
    say!(
        lang,
        "这个同步包来自电脑 {peer:?}：它还不在本组，也没有有效的邀请或凭证（它手里的钥匙是停用电脑以前的）；什么也没有改动。请让组里的电脑转交它的记录，或请组长给它重新写一份邀请（F10“邀请”，或 minqing peers invite）",
        "this bundle is of laptop {peer:?}, which is not of the group yet and comes by no open invitation or voucher (the keys it has are older than a revocation); nothing was changed; have a laptop of the group hand on what it wrote, or a lead invite it anew (\"Invite\" on F10, or minqing peers invite)"
    )
}
