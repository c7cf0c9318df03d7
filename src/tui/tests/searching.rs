//! Looking for somebody or something from wherever one is.

use super::session;

#[test]
fn people_and_issues_are_found_from_every_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for key in ["F2", "F3", "F5", "F7", "F9", "F10"] {
        s.press(key).press("Ctrl-F");
        assert!(s.frame().contains("查人查事:") && s.frame().contains("打姓名"), "{key}: {}", s.frame());
        s.type_text("guilan");
        assert!(s.frame().contains("> 王桂兰"), "{key}: {}", s.frame());
        s.press("Esc");
        assert!(!s.frame().contains("查人查事:"), "{key}: {}", s.frame());
    }
    s.press("F9").press("Ctrl-F").type_text("沟渠").press("Enter");
    let frame = s.frame();
    assert!(frame.contains("[F6事项]") && frame.contains("B-4  沟渠堵塞"), "{frame}");
    s.press("F2").press("/").type_text("sxm").press("Enter");
    let frame = s.frame();
    assert!(frame.contains("[F4居民]") && frame.contains(">单小明"), "{frame}");
}
