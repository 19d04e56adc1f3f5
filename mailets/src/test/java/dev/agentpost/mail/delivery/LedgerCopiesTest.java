package dev.agentpost.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.delivery.memory.MemoryDeliveryLedger;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LedgerCopiesTest {
    private static final CopyId COPY =
            new CopyId("01ARZ3NDEKTSV4RRFFQ69G5FAV", new InboxAddress("alice", "shared.localhost"), SystemFolder.INBOX);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final MessageSource MESSAGE = new MessageSource(new byte[0], InputStream::nullInputStream, 0);

    /** A folder whose next storing can be made to fail, before or after it has stored. */
    private static final class FailingFolder implements LedgerCopies.Folder {
        private final List<CopyId> stored = new ArrayList<>();
        private boolean failsBefore;
        private boolean failsAfter;

        @Override
        public Mono<Void> append(CopyId copy, MessageSource message) {
            return Mono.fromRunnable(() -> {
                if (failsBefore) {
                    throw new IllegalStateException("store down");
                }
                stored.add(copy);
                if (failsAfter) {
                    throw new IllegalStateException("store down, too late");
                }
            });
        }

        @Override
        public Mono<Boolean> holds(CopyId copy, Instant since) {
            return Mono.fromSupplier(() -> stored.contains(copy));
        }
    }

    private final FailingFolder folder = new FailingFolder();
    private final MemoryInboxStore inboxes = new MemoryInboxStore();
    private final MailCopies copies = new LedgerCopies(new MemoryDeliveryLedger(), folder, inboxes, CLOCK);

    @BeforeEach
    void createInbox() {
        inboxes.create(Inboxes.of(COPY.inbox())).block();
    }

    @Test
    void storeShouldStoreNothingForAnInboxThatIsNotThere() {
        inboxes.delete(COPY.inbox()).block();

        assertThat(copies.store(COPY, MESSAGE).block()).isEqualTo(MailCopies.Outcome.NO_SUCH_INBOX);
        assertThat(folder.stored).isEmpty();
    }

    @Test
    void storeShouldStoreOnceWhenRepeated() {
        copies.store(COPY, MESSAGE).block();
        copies.store(COPY, MESSAGE).block();

        assertThat(folder.stored).containsExactly(COPY);
    }

    @Test
    void storeShouldFailWhenTheFolderFails() {
        folder.failsBefore = true;

        assertThatThrownBy(() -> copies.store(COPY, MESSAGE).block()).hasMessage("store down");
    }

    @Test
    void storeShouldStoreWhenTheFirstTryStoredNothing() {
        folder.failsBefore = true;
        assertThatThrownBy(() -> copies.store(COPY, MESSAGE).block()).isNotNull();
        folder.failsBefore = false;

        copies.store(COPY, MESSAGE).block();

        assertThat(folder.stored).containsExactly(COPY);
    }

    @Test
    void storeShouldNotStoreAgainWhenTheFirstTryFailedAfterStoring() {
        folder.failsAfter = true;
        assertThatThrownBy(() -> copies.store(COPY, MESSAGE).block()).isNotNull();
        folder.failsAfter = false;

        copies.store(COPY, MESSAGE).block();

        assertThat(folder.stored).containsExactly(COPY);
    }
}
