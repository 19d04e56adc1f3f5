package dev.agentpost.mail.mailboxstore.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderMessagesContract;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraFolderMessagesTest implements FolderMessagesContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(FolderMessageSchema.SCHEMA);

    private static FolderMessages messages;
    private static FolderMessages otherNode;

    @BeforeAll
    static void setUp() {
        messages = node();
        otherNode = node();
    }

    private static FolderMessages node() {
        return new RowFolderMessages(
                new CassandraFolderRows(CASSANDRA.session()), LaneLimits.DEFAULT, Clock.systemUTC());
    }

    @Override
    public FolderMessages testee() {
        return messages;
    }

    @Override
    public FolderMessages otherNode() {
        return otherNode;
    }

    @Test
    void deliveryShouldBeForgottenAtLast() {
        FolderId folder = FolderId.generate();
        messages.create(folder, UID_VALIDITY).block();
        messages.append(folder, FolderMessagesContract.message(new DeliveryId("x")))
                .block();

        Row row = CASSANDRA
                .session()
                .execute(
                        "SELECT TTL(uid) FROM folder_message WHERE folder_id = ? AND kind = 3 AND number = 0 AND name = 'x'",
                        folder.value())
                .one();

        assertThat(Duration.ofSeconds(row.getInt(0)))
                .isBetween(FolderMessages.DELIVERY_MEMORY.minusMinutes(5), FolderMessages.DELIVERY_MEMORY);
    }

    @Test
    void deletedFolderShouldLeaveNoRow() {
        FolderId folder = FolderId.generate();
        messages.create(folder, UID_VALIDITY).block();
        messages.append(folder, FolderMessagesContract.message(new DeliveryId("x")))
                .block();
        messages.expunge(folder, List.of(1L)).block();

        messages.delete(folder).block();

        assertThat(CASSANDRA
                        .session()
                        .execute("SELECT kind FROM folder_message WHERE folder_id = ?", folder.value())
                        .all())
                .isEmpty();
    }
}
