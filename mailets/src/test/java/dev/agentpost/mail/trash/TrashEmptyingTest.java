package dev.agentpost.mail.trash;

import static dev.agentpost.mail.trash.InboxWithTrash.ALICE;
import static dev.agentpost.mail.trash.InboxWithTrash.MARKED;
import static dev.agentpost.mail.trash.InboxWithTrash.MESSAGE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.folder.ExpungeMode;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.PeriodicWork;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.trash.TrashEmptying.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The row "Trash" of the table of folders: emptied of what entered it more than 30 days ago. */
class TrashEmptyingTest {
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final InboxWithTrash alice = new InboxWithTrash();
    private final TrashEmptying emptying = alice.emptying(RETENTION);

    @AfterEach
    void close() {
        alice.close();
    }

    @Test
    void messageShouldStayForThirtyDaysFromEntering() {
        StoredMessage message = alice.append(alice.trash);
        alice.pass(RETENTION);

        assertThat(run()).isEqualTo(new Report(1, 0, 0, 0));

        assertThat(alice.messages(alice.trash)).containsExactly(message);
    }

    @Test
    void messageShouldGoAfterThirtyDays() {
        alice.append(alice.trash);
        alice.pass(RETENTION.plus(SECOND));

        assertThat(run()).isEqualTo(new Report(1, 1, MESSAGE_BYTES, 0));

        assertThat(alice.messages(alice.trash)).isEmpty();
    }

    @Test
    void daysShouldCountFromTheExpunge() {
        StoredMessage message = alice.append(alice.inbox, MARKED);
        alice.pass(RETENTION.multipliedBy(2));
        alice.expunging(ExpungeMode.TRASH)
                .expunge(alice.inbox, List.of(message.uid()))
                .blockLast();
        alice.pass(RETENTION);

        run();
        assertThat(alice.messages(alice.trash)).hasSize(1);

        alice.pass(SECOND);
        run();
        assertThat(alice.messages(alice.trash)).isEmpty();
    }

    @Test
    void otherFoldersShouldBeLeftAlone() {
        Folder projects = alice.folder(ALICE, "Trash.Projects");
        alice.append(alice.inbox);
        alice.append(projects);
        alice.pass(RETENTION.multipliedBy(2));

        assertThat(run().removed()).isZero();

        assertThat(alice.messages(alice.inbox)).hasSize(1);
        assertThat(alice.messages(projects)).hasSize(1);
    }

    @Test
    void oneInboxShouldBeEmptiedAlone() {
        Folder ofBob = alice.folder("bob@example.com", "Trash");
        alice.append(alice.trash);
        alice.append(ofBob);
        alice.pass(RETENTION.plus(SECOND));

        Report report = emptying.run(Optional.of("bob@example.com"))
                .reduce(Report.NOTHING, Report::plus)
                .block();

        assertThat(report).isEqualTo(new Report(1, 1, MESSAGE_BYTES, 0));
        assertThat(alice.messages(ofBob)).isEmpty();
        assertThat(alice.messages(alice.trash)).hasSize(1);
    }

    @Test
    void muchShouldGoInBatches() {
        IntStream.range(0, 450).forEach(number -> alice.append(alice.trash));
        alice.pass(RETENTION.plus(SECOND));
        StoredMessage young = alice.append(alice.trash);

        List<Report> reports = emptying.run(Optional.empty()).collectList().block();

        assertThat(reports).extracting(Report::removed).containsExactly(200L, 200L, 50L, 0L);
        assertThat(alice.messages(alice.trash)).containsExactly(young);
    }

    @Test
    void sessionsShouldBeToldOnceWhenSeveralNodesDoItAtOnce() {
        IntStream.range(0, 300).forEach(number -> alice.append(alice.trash));
        alice.pass(RETENTION.plus(SECOND));

        Report report = Flux.range(0, 3)
                .flatMap(node -> emptying.run(Optional.empty()))
                .reduce(Report.NOTHING, Report::plus)
                .block();

        assertThat(report.removed()).isEqualTo(300);
        assertThat(alice.told)
                .extracting(StoredMessage::uid)
                .doesNotHaveDuplicates()
                .hasSize(300);
    }

    @Test
    void folderThatIsGoneShouldBePassedOver() {
        Folder ofBob = new Folder(FolderId.generate(), "bob@example.com", "Trash", 1);
        alice.names.create(ofBob).block();
        alice.append(alice.trash);
        alice.pass(RETENTION.plus(SECOND));

        assertThat(run()).isEqualTo(new Report(1, 1, MESSAGE_BYTES, 0));
    }

    @Test
    void upkeepShouldEmptyTrash() {
        alice.append(alice.trash);
        alice.pass(RETENTION.plus(SECOND));

        PeriodicWork upkeep = emptying.asUpkeep();
        upkeep.work().get().block();

        assertThat(upkeep.every()).isLessThanOrEqualTo(Duration.ofDays(1));
        assertThat(alice.messages(alice.trash)).isEmpty();
    }

    private Report run() {
        return emptying.run(Optional.empty())
                .reduce(Report.NOTHING, Report::plus)
                .block();
    }
}
