package dev.agentpost.mail.mailboxstore.cassandra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestTracker;
import com.google.common.hash.Hashing;
import com.google.common.io.ByteStreams;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentInputStream;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only contents of many parts show: how much of them is in memory. */
class LargeContentTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ContentSchema.SCHEMA);

    private static final byte[] HEADER = "Subject: hello\r\n\r\n".getBytes(US_ASCII);
    private static final int BODY_BYTES = 60_000_000;
    private static final FolderId INBOX = FolderId.generate();

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final ContentId id = ContentId.generate();
    private CqlSession session;
    private ContentStore store;

    @BeforeEach
    void setUp() {
        session = CASSANDRA
                .newSession()
                .withKeyspace(CASSANDRA.keyspace())
                .withRequestTracker(new CountingTracker())
                .build();
        store = new CassandraContentStore(session, Clock.systemUTC());
    }

    @AfterEach
    void tearDown() {
        session.close();
    }

    @Test
    void aSmallMessageShouldBeOneStatement() {
        store.save(id, INBOX, HEADER, new Octets(1500), 1500).block();

        await().untilAsserted(() -> assertThat(writes).hasValue(1));
    }

    @Test
    void sixtyMegabytesShouldComeBackAsTheyWereSaved() throws IOException {
        save();

        try (InputStream stream = ContentInputStream.body(store, id, HEADER.length)) {
            assertThat(Hashing.sha256().hashBytes(ByteStreams.toByteArray(stream)))
                    .isEqualTo(Hashing.sha256().hashBytes(ByteStreams.toByteArray(new Octets(BODY_BYTES))));
        }
    }

    @Test
    void readersThatStopShouldHoldAFewPartsEach() throws IOException {
        save();
        List<ContentInputStream> slowClients = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            ContentInputStream stream = ContentInputStream.body(store, id, HEADER.length);
            assertThat(stream.read()).isNotNegative();
            slowClients.add(stream);
        }
        // Each statement below ends behind whatever was asked for before it.
        store.header(id).block();

        assertThat(reads).hasValueLessThanOrEqualTo(20 * (1 + 4) + 1);
        slowClients.forEach(ContentInputStream::close);
    }

    @Test
    void theLastOctetsShouldBeReadWithoutThoseBefore() throws IOException {
        save();

        try (ContentInputStream stream = ContentInputStream.whole(store, id)) {
            stream.skipNBytes(HEADER.length + BODY_BYTES - 10);

            assertThat(stream.readAllBytes()).hasSize(10);
        }
        await().untilAsserted(() -> assertThat(reads).hasValue(2));
    }

    @Test
    void aMissingPartShouldBeAnErrorThatNamesTheContent() {
        save();
        session.execute("DELETE FROM message_content WHERE content_id = ? AND part = 7", id.value());

        assertThatThrownBy(() -> ContentInputStream.whole(store, id).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(id.toString())
                .hasRootCauseMessage("part 7 of content " + id + " is missing");
    }

    private void save() {
        store.save(id, INBOX, HEADER, new Octets(BODY_BYTES), BODY_BYTES).block();
    }

    private final class CountingTracker implements RequestTracker {
        @Override
        public void onSuccess(
                Request request, long latencyNanos, DriverExecutionProfile profile, Node node, String logPrefix) {
            if (request instanceof BoundStatement bound
                    && bound.getPreparedStatement().getQuery().startsWith("SELECT")) {
                reads.incrementAndGet();
            } else if (request instanceof Statement<?>) {
                writes.incrementAndGet();
            }
        }

        @Override
        public void close() {}
    }

    /** Made as they are read. */
    private static final class Octets extends InputStream {
        private final int count;
        private int position;

        private Octets(int count) {
            this.count = count;
        }

        @Override
        public int read() {
            return position == count ? -1 : octet();
        }

        private int octet() {
            return (position++ * 31 >>> 3) & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int some = Math.min(length, count - position);
            for (int i = 0; i < some; i++) {
                target[offset + i] = (byte) octet();
            }
            return some == 0 && length > 0 ? -1 : some;
        }
    }
}
