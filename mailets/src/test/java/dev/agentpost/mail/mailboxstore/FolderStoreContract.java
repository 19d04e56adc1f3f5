package dev.agentpost.mail.mailboxstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.FolderStore.Renaming;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What every store of folder names does. Each test has owners of its own: the store may be shared. */
public interface FolderStoreContract {
    FolderStore testee();

    static String owner() {
        return "owner-" + UUID.randomUUID() + "@shared.localhost";
    }

    private static Folder folder(String owner, String name) {
        return new Folder(FolderId.generate(), owner, name, 42);
    }

    private Folder created(String owner, String name) {
        Folder folder = folder(owner, name);
        assertThat(testee().create(folder).block()).isTrue();
        return folder;
    }

    private List<String> names(String owner) {
        return testee().list(owner).map(Folder::name).collectList().block();
    }

    @Test
    default void findShouldBeEmptyAtFirst() {
        assertThat(testee().find(FolderId.generate()).blockOptional()).isEmpty();
        assertThat(testee().find(owner(), "INBOX").blockOptional()).isEmpty();
        assertThat(names(owner())).isEmpty();
    }

    @Test
    default void createdFolderShouldBeFound() {
        Folder folder = created(owner(), "INBOX");

        assertThat(testee().find(folder.id()).block()).isEqualTo(folder);
        assertThat(testee().find(folder.owner(), "INBOX").block()).isEqualTo(folder);
        assertThat(testee().listAll().collectList().block()).contains(folder);
    }

    @Test
    default void createShouldRefuseANameThatIsTaken() {
        Folder first = created(owner(), "INBOX");
        Folder second = folder(first.owner(), "INBOX");

        assertThat(testee().create(second).block()).isFalse();
        assertThat(testee().find(first.owner(), "INBOX").block()).isEqualTo(first);
        assertThat(testee().find(second.id()).blockOptional()).isEmpty();
    }

    @Test
    default void createShouldBeRepeatable() {
        Folder folder = created(owner(), "INBOX");

        assertThat(testee().create(folder).block()).isTrue();
        assertThat(names(folder.owner())).containsExactly("INBOX");
    }

    @Test
    default void createShouldRefuseANameThatIsTakenInOtherCase() {
        Folder folder = created(owner(), "Büro");

        assertThat(testee().create(folder(folder.owner(), "BÜRO")).block()).isFalse();

        assertThat(names(folder.owner())).containsExactly("Büro");
    }

    @Test
    default void renameShouldRefuseANameThatIsTakenInOtherCase() {
        Folder folder = created(owner(), "Work");
        Folder other = created(folder.owner(), "Play");

        assertThat(testee().rename(other.id(), "WORK").block()).isEqualTo(Renaming.NAME_TAKEN);

        assertThat(names(folder.owner())).containsExactly("Play", "Work");
    }

    @Test
    default void renameShouldChangeTheSpelling() {
        Folder folder = created(owner(), "work");

        assertThat(testee().rename(folder.id(), "Work").block()).isEqualTo(Renaming.RENAMED);

        assertThat(names(folder.owner())).containsExactly("Work");
    }

    @Test
    default void simultaneousCreationsOfSpellingsOfOneNameShouldLetOneWin() {
        String owner = owner();

        List<Boolean> created = Flux.just("Projects", "projects", "PROJECTS", "pRoJeCtS")
                .flatMap(name -> testee().create(folder(owner, name)))
                .collectList()
                .block();

        assertThat(created).containsOnlyOnce(true);
        assertThat(names(owner)).hasSize(1);
    }

    @Test
    default void simultaneousCreationsOfOtherNamesShouldAllWin() {
        String owner = owner();

        List<Boolean> created = Flux.range(0, 8)
                .flatMap(index -> testee().create(folder(owner, "folder" + index)))
                .collectList()
                .block();

        assertThat(created).hasSize(8).containsOnly(true);
        assertThat(names(owner)).hasSize(8);
    }

    @Test
    default void ownerWithoutFoldersLeftShouldBeEmpty() {
        Folder folder = created(owner(), "Work");
        testee().releaseName(folder.id()).block();

        assertThat(names(folder.owner())).isEmpty();
        assertThat(testee().find(folder.owner(), "Work").blockOptional()).isEmpty();
        assertThat(testee().listAll().map(Folder::owner).collectList().block()).doesNotContain(folder.owner());
    }

    @Test
    default void ownersShouldNotShareNames() {
        Folder alices = created(owner(), "INBOX");
        Folder bobs = created(owner(), "INBOX");

        assertThat(testee().list(alices.owner()).collectList().block()).containsExactly(alices);
        assertThat(testee().list(bobs.owner()).collectList().block()).containsExactly(bobs);
    }

    @Test
    default void listShouldBeAscending() {
        String owner = owner();
        created(owner, "b");
        created(owner, "a.c");
        created(owner, "a");

        assertThat(names(owner)).containsExactly("a", "a.c", "b");
    }

    @Test
    default void renamedFolderShouldBeFoundByItsNewNameOnly() {
        Folder folder = created(owner(), "old");

        assertThat(testee().rename(folder.id(), "new").block()).isEqualTo(Renaming.RENAMED);

        assertThat(testee().find(folder.owner(), "old").blockOptional()).isEmpty();
        assertThat(testee().find(folder.owner(), "new").block()).isEqualTo(folder.withName("new"));
        assertThat(testee().find(folder.id()).block()).isEqualTo(folder.withName("new"));
    }

    @Test
    default void renameShouldRefuseANameThatIsTaken() {
        Folder folder = created(owner(), "old");
        Folder other = created(folder.owner(), "new");

        assertThat(testee().rename(folder.id(), "new").block()).isEqualTo(Renaming.NAME_TAKEN);

        assertThat(testee().list(folder.owner()).collectList().block()).containsExactly(other, folder);
    }

    @Test
    default void renameShouldBeRepeatable() {
        Folder folder = created(owner(), "old");
        testee().rename(folder.id(), "new").block();

        assertThat(testee().rename(folder.id(), "new").block()).isEqualTo(Renaming.RENAMED);
        assertThat(names(folder.owner())).containsExactly("new");
    }

    @Test
    default void renameShouldSayThatAFolderIsGone() {
        Folder folder = created(owner(), "old");
        testee().releaseName(folder.id()).block();

        assertThat(testee().rename(folder.id(), "new").block()).isEqualTo(Renaming.GONE);
        assertThat(testee().rename(FolderId.generate(), "new").block()).isEqualTo(Renaming.GONE);
    }

    @Test
    default void oldNameShouldBeFreeAfterARenaming() {
        Folder folder = created(owner(), "old");
        testee().rename(folder.id(), "new").block();

        Folder successor = created(folder.owner(), "old");

        assertThat(testee().find(folder.owner(), "old").block()).isEqualTo(successor);
    }

    @Test
    default void simultaneousRenamingsToOneNameShouldLetOneWin() {
        String owner = owner();
        List<Folder> folders = Flux.range(0, 4)
                .map(index -> created(owner, "old" + index))
                .collectList()
                .block();

        List<Renaming> renamings = Flux.fromIterable(folders)
                .flatMap(folder -> testee().rename(folder.id(), "new"))
                .collectList()
                .block();

        assertThat(renamings).containsOnlyOnce(Renaming.RENAMED).contains(Renaming.NAME_TAKEN);
        assertThat(names(owner)).hasSize(4).containsOnlyOnce("new");
    }

    @Test
    default void simultaneousRenamingsOfOneFolderShouldLeaveItOneName() {
        Folder folder = created(owner(), "old");

        Flux.just("a", "b", "c")
                .flatMap(name -> testee().rename(folder.id(), name))
                .blockLast();

        assertThat(testee().list(folder.owner()).collectList().block())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo(folder.id());
                    assertThat(found.name()).isIn("a", "b", "c");
                });
    }

    @Test
    default void simultaneousCreationsOfOneNameShouldLetOneWin() {
        String owner = owner();

        Set<FolderId> winners = Flux.range(0, 4)
                .map(index -> folder(owner, "INBOX"))
                .flatMap(folder -> testee().create(folder).filter(won -> won).map(won -> folder.id()))
                .collect(Collectors.toSet())
                .block();

        assertThat(winners).hasSize(1);
        assertThat(testee().list(owner).map(Folder::id).collectList().block()).containsExactlyElementsOf(winners);
    }

    @Test
    default void folderWithoutNameShouldNotBeFound() {
        Folder folder = created(owner(), "INBOX");

        testee().releaseName(folder.id()).block();

        assertThat(testee().find(folder.id()).blockOptional()).isEmpty();
        assertThat(testee().find(folder.owner(), "INBOX").blockOptional()).isEmpty();
        assertThat(names(folder.owner())).isEmpty();
    }

    @Test
    default void deletionShouldBeRepeatable() {
        Folder folder = created(owner(), "INBOX");
        testee().releaseName(folder.id()).block();
        testee().releaseName(folder.id()).block();

        testee().forget(folder.id()).block();
        testee().forget(folder.id()).block();
        testee().releaseName(folder.id()).block();

        assertThat(testee().find(folder.id()).blockOptional()).isEmpty();
    }

    @Test
    default void deletionShouldLeaveTheNextFolderOfThatName() {
        Folder former = created(owner(), "INBOX");
        testee().releaseName(former.id()).block();
        Folder successor = created(former.owner(), "INBOX");

        testee().releaseName(former.id()).block();
        testee().forget(former.id()).block();

        assertThat(testee().find(former.owner(), "INBOX").block()).isEqualTo(successor);
    }
}
