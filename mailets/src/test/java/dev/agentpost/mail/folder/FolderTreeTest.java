package dev.agentpost.mail.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.folder.FolderQuery.Selection;
import dev.agentpost.mail.folder.FolderTree.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderTreeTest {
    private static final FolderAliases ALIASES = FolderAliases.of(
            Map.of(
                    SystemFolder.SENT, List.of("Sent Items", "Sent Mail"),
                    SystemFolder.TRASH, List.of("Deleted Items")),
            List.of("INBOX.", "[Gmail]/"));
    private static final List<String> FOUR = List.of("INBOX", "Sent", "Drafts", "Trash");

    private static FolderTree tree(String... more) {
        return new FolderTree(
                ALIASES, Stream.concat(FOUR.stream(), Stream.of(more)).toList());
    }

    @Nested
    class Places {
        @ParameterizedTest
        @CsvSource({
            "Sent Items,Sent",
            "sent items,Sent",
            "INBOX.Sent,Sent",
            "inbox.sent items,Sent",
            "[Gmail]/Sent Mail,Sent",
            "[Gmail]/Trash,Trash",
            "Deleted Items,Trash"
        })
        void otherNameShouldLeadToItsFolder(String name, String folder) {
            assertThat(tree().place(name)).isEqualTo(new Place(folder, true, true));
        }

        @ParameterizedTest
        @CsvSource({"sent,Sent", "iNbOx,INBOX", "projects,Projects", "PROJECTS.ALPHA,Projects.Alpha"})
        void folderShouldBeFoundInAnyCase(String name, String folder) {
            assertThat(tree("Projects", "Projects.Alpha").place(name)).isEqualTo(new Place(folder, true, false));
        }

        @ParameterizedTest
        @CsvSource({
            "projects.beta,Projects.beta",
            "inbox.Work,INBOX.Work",
            "Sent Items.2026,Sent.2026",
            "INBOX.Sent.2026,Sent.2026",
            "Work,Work",
            "Work.Sent Items,Work.Sent Items"
        })
        void newNameShouldLieBelowTheFolderThatIsThere(String name, String folder) {
            assertThat(tree("Projects").place(name)).isEqualTo(new Place(folder, false, false));
        }

        @Test
        void levelShouldKeepItsSpelling() {
            FolderTree levels = tree("Work.2026.May");

            assertThat(levels.place("work")).isEqualTo(new Place("Work", false, false));
            assertThat(levels.place("WORK.2026.june")).isEqualTo(new Place("Work.2026.june", false, false));
        }

        @Test
        void folderBelowAnOtherNameShouldBeFound() {
            assertThat(tree("Sent.2026").place("sent items.2026")).isEqualTo(new Place("Sent.2026", true, false));
        }

        @Test
        void folderOfThatNameShouldComeBeforeTheTable() {
            assertThat(tree("Sent Items").place("sent items")).isEqualTo(new Place("Sent Items", true, false));
        }

        @ParameterizedTest
        @CsvSource({
            "Sent Item",
            "SentItems",
            "Sent  Items",
            "INBOXSent",
            "INBOX.INBOX",
            "INBOX.INBOX.Sent",
            "[Gmail]/All Mail",
            "[Gmail]",
            "Sent/2026",
            "XINBOX.Sent",
            "Work.Sent"
        })
        void nearMissShouldBeAFolderOfItsOwn(String name) {
            assertThat(tree().place(name).exists()).isFalse();
        }
    }

    @Nested
    class Lists {
        private List<String> names(FolderTree tree, Set<Selection> selections, String... patterns) {
            return lines(tree, selections, patterns).stream()
                    .map(ListedFolder::name)
                    .toList();
        }

        private List<ListedFolder> lines(FolderTree tree, Set<Selection> selections, String... patterns) {
            List<FolderPattern> parsed =
                    Stream.of(patterns).map(FolderPattern::of).toList();
            return tree.list(new FolderQuery(parsed, selections), subscriptions);
        }

        private final List<String> subscriptions = List.of("INBOX", "Sent Items", "a.b.c", "gone.x");

        @Test
        void wildcardsShouldShowFoldersOnceInOrder() {
            assertThat(names(tree("Zoo", "archive"), Set.of(), "*"))
                    .containsExactly("INBOX", "archive", "Drafts", "Sent", "Trash", "Zoo");
        }

        @Test
        void wildcardsShouldNeverShowAnOtherName() {
            assertThat(names(tree(), Set.of(), "*Items*", "INBOX.*", "[Gmail]/%", "Deleted%"))
                    .isEmpty();
        }

        @Test
        void otherNameShouldBeShownAsItIsAskedFor() {
            assertThat(lines(tree(), Set.of(), "sent ITEMS"))
                    .containsExactly(new ListedFolder("sent ITEMS", "Sent", true, false, true, false));
        }

        @Test
        void nameInOtherCaseShouldBeShownAsItIsSpelled() {
            assertThat(names(tree("Projects"), Set.of(), "inbox", "PROJECTS")).containsExactly("INBOX", "Projects");
        }

        @Test
        void severalPatternsShouldShowEachFolderOnce() {
            assertThat(names(tree("Sent.2026"), Set.of(), "INBOX", "Sent*", "*", "Deleted Items"))
                    .containsExactly("INBOX", "Drafts", "Sent", "Sent.2026", "Trash", "Deleted Items");
        }

        @Test
        void levelThatIsNoFolderShouldBeShownToThePercentSign() {
            assertThat(lines(tree("a.b.c"), Set.of(), "a%"))
                    .containsExactly(new ListedFolder("a", "a", false, true, false, true));
            assertThat(names(tree("a.b.c"), Set.of(), "a*")).containsExactly("a.b.c");
        }

        @Test
        void specialUseShouldSelectTheThree() {
            assertThat(names(tree("Work"), Set.of(Selection.SPECIAL_USE), "*"))
                    .containsExactly("Drafts", "Sent", "Trash");
        }

        @Test
        void subscribedShouldSelectNamesWithoutFolderToo() {
            assertThat(names(tree("a.b.c"), Set.of(Selection.SUBSCRIBED), "*"))
                    .containsExactly("INBOX", "a.b.c", "gone.x", "Sent");
        }

        @Test
        void recursiveMatchShouldAddWhatIsAboveSubscribedNames() {
            assertThat(names(tree("a", "a.b", "a.b.c"), Set.of(Selection.SUBSCRIBED, Selection.RECURSIVE_MATCH), "%"))
                    .containsExactly("INBOX", "a", "gone", "Sent");
        }

        @Test
        void lsubShouldAddLevelsToThePercentSignOnly() {
            Set<Selection> lsub = Set.of(Selection.SUBSCRIBED, Selection.LEVELS_OF_SUBSCRIBED);

            assertThat(names(tree("a", "a.b", "a.b.c"), lsub, "%")).containsExactly("INBOX", "a", "gone", "Sent");
            assertThat(names(tree("a", "a.b", "a.b.c"), lsub, "*")).containsExactly("INBOX", "a.b.c", "gone.x", "Sent");
        }

        @Test
        void childrenShouldBeTold() {
            assertThat(lines(tree("INBOX.Work"), Set.of(), "INBOX"))
                    .singleElement()
                    .extracting(ListedFolder::hasChildren)
                    .isEqualTo(true);
        }
    }
}
