package dev.agentpost.mail.mailboxstore.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.cql.ExecutionInfo;
import com.datastax.oss.driver.api.core.cql.QueryTrace;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.TraceEvent;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderMessagesContract;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.Page;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

/**
 * A folder through which many messages went while one old message stayed at the bottom is read as a new one.
 * {@code -Dfolder.worn=20000} lets so many go through it.
 */
class WornFolderTest {
    private static final int MESSAGES = Integer.getInteger("folder.worn", 2500);
    private static final Pattern READ = Pattern.compile("Read (\\d+) live rows and (\\d+) tombstone cells");

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(FolderMessageSchema.SCHEMA);

    private static final FolderId WORN = FolderId.generate();
    private static final FolderId NEW = FolderId.generate();
    private static FolderMessages messages;

    @BeforeAll
    static void setUp() {
        messages = new RowFolderMessages(
                new CassandraFolderRows(CASSANDRA.session()), LaneLimits.DEFAULT, Clock.systemUTC());
        messages.create(NEW, 1).block();
        messages.append(NEW, FolderMessagesContract.message()).block();
        messages.create(WORN, 1).block();
        messages.appendAll(WORN, FolderMessagesContract.messages(MESSAGES + 1)).block();
        Flux.fromStream(LongStream.rangeClosed(2, MESSAGES + 1).boxed())
                .flatMap(uid -> messages.expunge(WORN, List.of(uid)), 8)
                .blockLast();
    }

    @Test
    void indexShouldReadFewRows() {
        String index = "SELECT kind FROM folder_message WHERE folder_id = ? AND kind >= 0 AND kind <= 1";

        Reads worn = traced(index, WORN);

        // The page of the old message, and the one that new messages come to.
        assertThat(worn.live()).isLessThanOrEqualTo(traced(index, NEW).live() + 1);
        assertThat(worn.dead()).isLessThanOrEqualTo(MESSAGES / Page.SIZE);
        assertThat(messages.index(WORN).block().live()).containsExactly(1L);
    }

    @Test
    void listShouldNotWalkOverDeadRows() {
        ReadSpans spans = new ReadSpans(new CassandraFolderRows(CASSANDRA.session()));

        List<StoredMessage> listed = new RowFolderMessages(spans, LaneLimits.DEFAULT, Clock.systemUTC())
                .list(WORN, UidRange.ALL)
                .collectList()
                .block();

        assertThat(listed).extracting(StoredMessage::uid).containsExactly(1L);
        assertThat(spans.uids()).isEqualTo(1);
    }

    private static Reads traced(String select, FolderId folder) {
        ExecutionInfo executed = CASSANDRA
                .session()
                .execute(SimpleStatement.newInstance(select, folder.value()).setTracing(true))
                .getExecutionInfo();
        // Cassandra writes a trace in the background; until it is whole, the driver throws.
        return await().ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> reads(executed.getQueryTrace()), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Reads> reads(QueryTrace trace) {
        return trace.getEvents().stream()
                .map(TraceEvent::getActivity)
                .flatMap(activity -> READ.matcher(activity).results())
                .map(read -> new Reads(Integer.parseInt(read.group(1)), Integer.parseInt(read.group(2))))
                .findFirst();
    }

    private record Reads(int live, int dead) {}
}
