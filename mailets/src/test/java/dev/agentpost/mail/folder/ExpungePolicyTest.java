package dev.agentpost.mail.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.folder.ExpungePolicy.Fate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The row "Trash" of the table of folders. */
class ExpungePolicyTest {
    private static final ExpungePolicy POLICY = new ExpungePolicy(ExpungeMode.TRASH);

    @ParameterizedTest
    @CsvSource({
        "INBOX, TRASH",
        "Sent, TRASH",
        "Projects, TRASH",
        "Projects.2026, TRASH",
        "Trash.Old, TRASH",
        "Trash, DELETE",
        "TRASH, DELETE",
        "Drafts, DELETE",
        "drafts, DELETE"
    })
    void folderShouldDecide(String folder, Fate fate) {
        assertThat(POLICY.decide(folder, false)).isEqualTo(fate);
        assertThat(POLICY.usesTrash(folder)).isEqualTo(fate == Fate.TRASH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INBOX", "Sent", "Projects", "Trash", "Drafts"})
    void messageThatStandsElsewhereShouldBeDeleted(String folder) {
        assertThat(POLICY.decide(folder, true)).isEqualTo(Fate.DELETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INBOX", "Sent", "Projects", "Trash", "Drafts"})
    void expungeShouldDeleteWhenTheOperatorWantsIt(String folder) {
        ExpungePolicy plainImap = new ExpungePolicy(ExpungeMode.DELETE);

        assertThat(plainImap.decide(folder, false)).isEqualTo(Fate.DELETE);
        assertThat(plainImap.usesTrash(folder)).isFalse();
    }
}
