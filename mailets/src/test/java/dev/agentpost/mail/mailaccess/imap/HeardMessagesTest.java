package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.TestId;
import org.apache.james.mailbox.model.TestMessageId;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.event.EventFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class HeardMessagesTest {
    private static final Username ALICE = Username.of("alice@acme.example");

    private final TreeSet<Long> stored = new TreeSet<>(List.of(1L, 2L, 3L));
    private final List<MessageRange> reads = new ArrayList<>();
    private boolean down;
    private final HeardMessages heard = new HeardMessages(() -> Optional.of(MessageUid.of(3)), this::read);

    private Flux<MessageMetaData> read(MessageRange range) {
        reads.add(range);
        return down
                ? Flux.error(new IllegalStateException("no answer"))
                : Flux.fromIterable(stored)
                        .filter(uid -> range.includes(MessageUid.of(uid)))
                        .map(HeardMessagesTest::message);
    }

    private static MessageMetaData message(long uid) {
        return new MessageMetaData(
                MessageUid.of(uid),
                ModSeq.of(uid),
                new Flags(),
                1,
                new Date(0),
                Optional.empty(),
                TestMessageId.of(uid),
                ThreadId.fromBaseMessageId(TestMessageId.of(uid)));
    }

    private static ImmutableList<MessageMetaData> messages(long... uids) {
        return Arrays.stream(uids).mapToObj(HeardMessagesTest::message).collect(ImmutableList.toImmutableList());
    }

    private void store(long... uids) {
        LongStream.of(uids).forEach(stored::add);
    }

    private static Added added(long... uids) {
        return EventFactory.added()
                .eventId(Event.EventId.random())
                .user(ALICE)
                .sessionId(MailboxSession.SessionId.of(1))
                .mailboxId(TestId.of(1))
                .mailboxPath(MailboxPath.inbox(ALICE))
                .addMetaData(messages(uids))
                .isDelivery(true)
                .build();
    }

    private static Expunged expunged(long... uids) {
        return EventFactory.expunged()
                .eventId(Event.EventId.random())
                .user(ALICE)
                .sessionId(MailboxSession.SessionId.of(1))
                .mailboxId(TestId.of(1))
                .mailboxPath(MailboxPath.inbox(ALICE))
                .addMetaData(messages(uids))
                .build();
    }

    /** The UIDs of the new messages that the session is told of. */
    private List<Long> hear(Event event) {
        return heard.hear(event)
                .cast(Added.class)
                .map(news -> news.getUids().stream().map(MessageUid::asLong).toList())
                .blockOptional()
                .orElse(List.of());
    }

    @Test
    void messageThatFollowsShouldBeHeardOfWithoutARead() {
        store(4, 5, 6);

        assertThat(hear(added(4))).containsExactly(4L);
        assertThat(hear(added(5, 6))).containsExactly(5L, 6L);
        assertThat(reads).isEmpty();
    }

    @Test
    void messageThatOvertookAnotherShouldBringIt() {
        store(4, 5);

        assertThat(hear(added(5))).containsExactly(4L, 5L);
        assertThat(hear(added(4))).isEmpty();
    }

    @Test
    void messageShouldBeHeardOfOnce() {
        store(4);

        assertThat(hear(added(4))).containsExactly(4L);
        assertThat(hear(added(4))).isEmpty();
    }

    @Test
    void messageThatTheSessionFoundWhenItSelectedTheMailboxShouldBeNoNews() {
        assertThat(hear(added(3))).isEmpty();
    }

    @Test
    void messagesThatAreGoneShouldBeLeftOut() {
        store(6);

        assertThat(hear(added(6))).containsExactly(6L);
        assertThat(hear(added(4))).isEmpty();
        store(7);
        assertThat(hear(added(7))).containsExactly(7L);
        assertThat(reads).hasSize(1);
    }

    /** Expunged by another session before this one heard that it had come. */
    @Test
    void messageThatWentBeforeItWasHeardOfShouldNotCome() {
        assertThat(heard.hear(expunged(4)).block()).isInstanceOf(Expunged.class);

        assertThat(hear(added(4))).isEmpty();
    }

    /** A number that it got meanwhile would have to go to another. */
    @Test
    void messageShouldNotBeHeardOfBeforeItIsKnownWhatCameBefore() {
        store(4, 5, 6);
        down = true;
        assertThatThrownBy(() -> hear(added(5))).hasMessage("no answer");

        down = false;
        assertThat(hear(added(6))).containsExactly(4L, 5L, 6L);
        assertThat(hear(added(5))).isEmpty();
    }
}
