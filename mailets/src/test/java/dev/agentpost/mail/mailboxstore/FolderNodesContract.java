package dev.agentpost.mail.mailboxstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.FlagsUpdate.Mode;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.rows.DoubtfulRows;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Two nodes that change one folder at the same time, over good and bad connections: nothing is lost, nothing happens
 * twice, and what was answered is so. {@code -Dfolder.stress=1000} makes each node append so many messages.
 */
public interface FolderNodesContract {
    int MESSAGES = Integer.getInteger("folder.stress", 150);
    LaneLimits LIMITS = new LaneLimits(4096, Duration.ofMinutes(2), 100);

    FolderRows rows();

    @Test
    default void nodesShouldAgreeOnAFolder() {
        check(rows(), rows());
    }

    @Test
    default void nodesShouldAgreeOnAFolderWhenOutcomesAreUnknown() {
        check(new DoubtfulRows(rows(), 1), new DoubtfulRows(rows(), 2));
    }

    @Test
    default void deliveryShouldBeStoredOnceWhenOutcomesAreUnknown() {
        List<FolderMessages> nodes = List.of(node(new DoubtfulRows(rows(), 3)), node(new DoubtfulRows(rows(), 4)));
        FolderId folder = FolderId.generate();
        nodes.get(0).create(folder, 1).block();

        List<Appended> appended = Flux.range(0, 100)
                .flatMap(
                        i -> nodes.get(i % 2)
                                .append(folder, FolderMessagesContract.message(new DeliveryId("d" + i / 4))),
                        16)
                .collectList()
                .block();

        assertThat(appended).filteredOn(one -> !one.wasThere()).hasSize(25);
        assertThat(nodes.get(0).head(folder).block().messageCount()).isEqualTo(25);
        FolderCheck.assertConsistent(nodes.get(1), folder);
    }

    /** Of each message, two nodes bring the client's copy twice, and one submission twice. */
    @Test
    default void copyShouldBeStoredOnceWhenOutcomesAreUnknown() {
        List<FolderMessages> nodes = List.of(node(new DoubtfulRows(rows(), 6)), node(new DoubtfulRows(rows(), 7)));
        FolderId folder = FolderId.generate();
        nodes.get(0).create(folder, 1).block();

        List<Appended> appended = Flux.range(0, 120)
                .flatMap(i -> nodes.get(i % 2).append(folder, copy(i / 4, i % 4 == 3 || i % 4 == 0)), 16)
                .collectList()
                .block();

        assertThat(appended).filteredOn(one -> !one.wasThere()).hasSize(30);
        assertThat(appended).extracting(Appended::uid).doesNotContain(0L).hasSize(120);
        FolderHead head = nodes.get(0).head(folder).block();
        assertThat(head.messageCount()).isEqualTo(30);
        assertThat(head.unseenCount()).isZero();
        FolderCheck.assertConsistent(nodes.get(1), folder);
    }

    private static NewMessage copy(int number, boolean submitted) {
        CopyClaim claim = new CopyClaim("sent:" + number, "");
        return submitted
                ? FolderClaimsContract.submitted(new DeliveryId(number + "/Sent"), claim)
                : FolderClaimsContract.byClient(claim);
    }

    @Test
    default void folderShouldBeDeletedWhenOutcomesAreUnknown() {
        FolderMessages node = node(new DoubtfulRows(rows(), 5));

        for (int i = 0; i < 10; i++) {
            FolderId folder = FolderId.generate();
            node.create(folder, 1).block();
            node.append(folder, FolderMessagesContract.message()).block();
            node.delete(folder).block();
            assertThat(rows().head(folder).blockOptional()).isEmpty();
        }
    }

    private static FolderMessages node(FolderRows rows) {
        return new RowFolderMessages(rows, LIMITS, Clock.systemUTC());
    }

    private static void check(FolderRows one, FolderRows other) {
        Nodes nodes = new Nodes(List.of(node(one), node(other)));

        nodes.run();

        nodes.check();
    }

    /** What nodes did, and what they were told. */
    final class Nodes {
        private static final FlagsUpdate FLAG =
                new FlagsUpdate(Mode.ADD, new MessageFlags(Set.of(SystemFlag.FLAGGED), Set.of("k")));

        private final List<FolderMessages> nodes;
        private final FolderId folder = FolderId.generate();
        private final Queue<StoredMessage> appended = new ConcurrentLinkedQueue<>();
        private final Queue<Long> flagged = new ConcurrentLinkedQueue<>();
        private final Queue<StoredMessage> expunged = new ConcurrentLinkedQueue<>();
        private final Queue<Long> modSeqs = new ConcurrentLinkedQueue<>();

        Nodes(List<FolderMessages> nodes) {
            this.nodes = nodes;
        }

        void run() {
            nodes.get(0).create(folder, 1).block();
            Flux.fromIterable(nodes).flatMap(this::work).blockLast();
        }

        private Flux<?> work(FolderMessages node) {
            return Flux.fromStream(IntStream.range(0, MESSAGES).boxed())
                    .flatMap(i -> append(node).flatMap(uid -> after(node, i, uid)), 8);
        }

        private Mono<Long> append(FolderMessages node) {
            NewMessage message = FolderMessagesContract.message();
            return node.append(folder, message).map(done -> {
                assertThat(done.wasThere()).isFalse();
                modSeqs.add(done.modSeq());
                appended.add(new StoredMessage(
                        done.uid(),
                        done.modSeq(),
                        message.contentId(),
                        message.flags(),
                        message.internalDate(),
                        message.saveDate(),
                        message.sizeBytes(),
                        message.headerBytes()));
                return done.uid();
            });
        }

        /** A third is flagged, a third expunged, by both nodes at once. */
        private Mono<?> after(FolderMessages node, int i, long uid) {
            return switch (i % 3) {
                case 0 ->
                    Flux.fromIterable(nodes).flatMap(any -> flag(any, uid)).then();
                case 1 ->
                    Flux.fromIterable(nodes).flatMap(any -> expunge(any, uid)).then();
                default -> Mono.just(node);
            };
        }

        private Mono<?> flag(FolderMessages node, long uid) {
            return node.updateFlags(folder, List.of(UidRange.one(uid)), FLAG).doOnNext(changes -> changes.stream()
                    .filter(change -> change.before().modSeq() != change.after().modSeq())
                    .forEach(change -> {
                        flagged.add(uid);
                        modSeqs.add(change.after().modSeq());
                    }));
        }

        private Mono<?> expunge(FolderMessages node, long uid) {
            return node.expunge(folder, List.of(uid)).doOnNext(expunged::addAll);
        }

        void check() {
            FolderMessages any = nodes.get(0);
            FolderCheck.assertConsistent(any, folder);
            List<StoredMessage> rows =
                    any.list(folder, UidRange.ALL).collectList().block();
            assertThat(appended)
                    .extracting(StoredMessage::uid)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 2 * MESSAGES)
                            .mapToObj(Long::valueOf)
                            .toList());
            assertThat(expunged).doesNotHaveDuplicates();
            assertThat(flagged).doesNotHaveDuplicates();
            assertThat(modSeqs).doesNotHaveDuplicates();
            assertThat(contents(Stream.concat(rows.stream(), expunged.stream())))
                    .containsExactlyInAnyOrderElementsOf(contents(appended.stream()));
            assertThat(rows.stream()
                            .filter(row -> row.flags().has(SystemFlag.FLAGGED))
                            .map(StoredMessage::uid))
                    .containsExactlyInAnyOrderElementsOf(flagged);
            assertThat(any.vanishedSince(folder, 0)
                            .flatMapIterable(Vanished::uids)
                            .map(UidRange::first)
                            .collectList()
                            .block())
                    .hasSizeLessThanOrEqualTo(expunged.size());
            assertThat(any.head(folder).block().lastUid()).isEqualTo(2L * MESSAGES);
        }

        private static List<ContentId> contents(Stream<StoredMessage> messages) {
            return messages.map(StoredMessage::contentId).toList();
        }
    }
}
