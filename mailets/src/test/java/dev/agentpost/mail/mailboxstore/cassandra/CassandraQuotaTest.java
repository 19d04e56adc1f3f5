package dev.agentpost.mail.mailboxstore.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.NewMessage;
import dev.agentpost.mail.mailboxstore.StorageUse;
import dev.agentpost.mail.mailboxstore.james.FolderQuotas;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import dev.agentpost.mail.submission.StorageQuota;
import dev.agentpost.mail.submission.james.JamesStorageQuota;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.inmemory.manager.InMemoryIntegrationResources;
import org.apache.james.mailbox.store.quota.FixedMaxQuotaManager;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The storage quota of an inbox, from the folders' heads to what RCPT asks. */
class CassandraQuotaTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(FolderMessageSchema.SCHEMA, FolderSchema.SCHEMA);

    private static final long LIMIT = 1000;

    private final InboxAddress inbox =
            new InboxAddress("a" + UUID.randomUUID().toString().substring(0, 8), "shared.localhost");
    private FolderMessages messages;
    private Folder received;
    private Folder sent;
    private StorageQuota testee;

    @BeforeEach
    void setUp() throws Exception {
        Clock clock = Clock.systemUTC();
        FolderStore names = new CassandraFolderStore(CASSANDRA.session());
        messages = new RowFolderMessages(new CassandraFolderRows(CASSANDRA.session()), LaneLimits.DEFAULT, clock);
        received = create(names, "INBOX");
        sent = create(names, "Sent");
        FixedMaxQuotaManager limits = new FixedMaxQuotaManager();
        limits.setGlobalMaxStorage(QuotaSizeLimit.size(LIMIT));
        testee = new JamesStorageQuota(
                new StoreQuotaManager(new FolderQuotas(new StorageUse(names, messages, LIMIT, clock)), limits),
                InMemoryIntegrationResources.defaultResources().getDefaultUserQuotaRootResolver());
    }

    private Folder create(FolderStore names, String name) {
        Folder folder = new Folder(FolderId.generate(), inbox.asString(), name, 1);
        messages.create(folder.id(), folder.uidValidity()).block();
        assertThat(names.create(folder).block()).isTrue();
        return folder;
    }

    private long append(Folder folder, long bytes) {
        return messages.append(
                        folder.id(),
                        new NewMessage(
                                ContentId.generate(),
                                Optional.empty(),
                                MessageFlags.NONE,
                                true,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                bytes,
                                10))
                .block()
                .uid();
    }

    @Test
    void quotaShouldBeReachedByTheSumOfTheFolders() {
        append(received, LIMIT - 1);
        assertThat(testee.isReached(inbox).block()).isFalse();

        append(sent, 1);

        assertThat(testee.isReached(inbox).block()).isTrue();
    }

    @Test
    void quotaShouldBeFreeAgainAfterAnExpunge() {
        long uid = append(received, LIMIT);
        assertThat(testee.isReached(inbox).block()).isTrue();

        messages.expunge(received.id(), List.of(uid)).block();

        assertThat(testee.isReached(inbox).block()).isFalse();
    }

    @Test
    void quotaOfAnInboxWithoutFoldersShouldNotBeReached() {
        assertThat(testee.isReached(new InboxAddress("nobody", "shared.localhost"))
                        .block())
                .isFalse();
    }
}
