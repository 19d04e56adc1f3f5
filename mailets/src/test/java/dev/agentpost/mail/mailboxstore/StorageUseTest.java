package dev.agentpost.mail.mailboxstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.MutableClock;
import dev.agentpost.mail.mailboxstore.StorageUse.Use;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderStore;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageUseTest {
    private static final String ALICE = "alice@shared.localhost";
    private static final long GIBIBYTE = 1L << 30;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final MemoryFolderStore names = new MemoryFolderStore();
    private final FolderMessages messages = new RowFolderMessages(new MemoryFolderRows(), LaneLimits.DEFAULT, clock);
    private final Folder inbox = new Folder(FolderId.generate(), ALICE, "INBOX", 1);
    private final Folder sent = new Folder(FolderId.generate(), ALICE, "Sent", 1);

    @BeforeEach
    void createFolders() {
        create(inbox);
        create(sent);
        create(new Folder(FolderId.generate(), "bob@shared.localhost", "INBOX", 1));
    }

    private void create(Folder folder) {
        messages.create(folder.id(), folder.uidValidity()).block();
        names.create(folder).block();
    }

    private void append(Folder folder, long bytes) {
        messages.append(
                        folder.id(),
                        new NewMessage(
                                ContentId.generate(),
                                Optional.empty(),
                                MessageFlags.NONE,
                                true,
                                clock.instant(),
                                clock.instant(),
                                bytes,
                                10))
                .block();
    }

    @Test
    void useShouldBeTheSumOfAllFolders() {
        append(inbox, 100);
        append(inbox, 20);
        append(sent, 3);

        assertThat(new StorageUse(names, messages, GIBIBYTE, clock).of(ALICE).block())
                .isEqualTo(new Use(3, 123));
    }

    @Test
    void useOfAnOwnerWithoutFoldersShouldBeNothing() {
        assertThat(new StorageUse(names, messages, GIBIBYTE, clock)
                        .of("nobody@shared.localhost")
                        .block())
                .isEqualTo(Use.NONE);
    }

    @Test
    void useShouldBeExactNearTheLimit() {
        StorageUse testee = new StorageUse(names, messages, GIBIBYTE, clock);
        append(inbox, GIBIBYTE - 1000);
        testee.of(ALICE).block();

        append(sent, 1000);

        assertThat(testee.of(ALICE).block().bytes()).isEqualTo(GIBIBYTE);
    }

    @Test
    void useShouldBeReadAgainAfterAWhileWhenFarFromTheLimit() {
        StorageUse testee = new StorageUse(names, messages, GIBIBYTE, clock);
        testee.of(ALICE).block();
        append(inbox, 100);
        assertThat(testee.of(ALICE).block()).isEqualTo(Use.NONE);

        clock.advance(Duration.ofMinutes(1));

        assertThat(testee.of(ALICE).block().bytes()).isEqualTo(100);
    }

    @Test
    void useShouldBeExactWhenTheLimitIsSmall() {
        StorageUse testee = new StorageUse(names, messages, 1_000_000, clock);
        testee.of(ALICE).block();

        append(inbox, 100);

        assertThat(testee.of(ALICE).block().bytes()).isEqualTo(100);
    }
}
