package dev.agentpost.mail.mailaccess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"INBOX", "inbox", "Sent", "SENT", "sent.", "Drafts", "Trash"})
    void foldersThatEveryInboxHasShouldStay(String name) {
        assertThat(FolderNames.refusalToRemove(name))
                .hasValueSatisfying(refusal -> assertThat(refusal).startsWith("[CANNOT]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Work", "Sent.2026", "INBOX.Work", "Sent Items"})
    void otherFoldersShouldBeRemovable(String name) {
        assertThat(FolderNames.refusalToRemove(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Work", "Work.", "Work.2026", "Büro", "a b"})
    void ordinaryNamesShouldBeAccepted(String name) {
        assertThat(FolderNames.refusalToName(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                ".a",
                "a\nb",
                "a\u0000b",
                "a\u0085b",
                "a\u2028b",
                "\ud800",
                "a*",
                "a%",
                "#shared.a"
            })
    void namesThatMisleadShouldBeRefused(String name) {
        assertThat(FolderNames.refusalToName(name))
                .hasValueSatisfying(refusal -> assertThat(refusal).startsWith("[CANNOT]"));
    }

    @Test
    void nameOf255BytesShouldBeAccepted() {
        assertThat(FolderNames.refusalToName("ä".repeat(127) + "a")).isEmpty();
    }

    @Test
    void nameOf256BytesShouldBeRefused() {
        assertThat(FolderNames.refusalToName("ä".repeat(128)))
                .contains("[CANNOT] folder name is longer than 255 bytes");
    }

    @Test
    void nameOf201CharactersShouldBeRefused() {
        assertThat(FolderNames.refusalToName("a".repeat(200))).isEmpty();
        assertThat(FolderNames.refusalToName("a".repeat(201)))
                .contains("[CANNOT] folder name is longer than 200 characters");
    }

    @Test
    void nameOf21LevelsShouldBeRefused() {
        assertThat(FolderNames.refusalToName("a.".repeat(19) + "a.")).isEmpty();
        assertThat(FolderNames.refusalToName("a.".repeat(20) + "a"))
                .contains("[CANNOT] folder name has more than 20 levels");
    }
}
