package dev.agentpost.mail.mailboxstore;

import static dev.agentpost.mail.mailboxstore.ContentStoreContract.concatenated;
import static dev.agentpost.mail.mailboxstore.ContentStoreContract.octets;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContentInputStreamTest {
    private static final byte[] HEADER = "Subject: hello\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] BODY = octets(3 * ContentStore.CHUNK_BYTES + 5);

    private final ContentStore store = new MemoryContentStore(Clock.systemUTC());
    private final ContentId id = ContentId.generate();

    @BeforeEach
    void setUp() {
        store.save(id, FolderId.generate(), HEADER, new ByteArrayInputStream(BODY), BODY.length)
                .block();
    }

    @Test
    void wholeShouldBeHeaderAndBody() throws IOException {
        assertThat(ContentInputStream.whole(store, id).readAllBytes()).isEqualTo(concatenated(HEADER, BODY));
    }

    @Test
    void bodyShouldBeginBehindTheHeader() throws IOException {
        assertThat(ContentInputStream.body(store, id, HEADER.length).readAllBytes())
                .isEqualTo(BODY);
    }

    @Test
    void singleOctetsShouldBeRead() throws IOException {
        try (ContentInputStream stream = ContentInputStream.whole(store, id)) {
            assertThat(stream.read()).isEqualTo('S');
            assertThat(stream.read()).isEqualTo('u');
        }
    }

    @Test
    void skipShouldWorkBeforeReading() throws IOException {
        ContentInputStream stream = ContentInputStream.body(store, id, HEADER.length);

        assertThat(stream.skip(BODY.length - 1)).isEqualTo(BODY.length - 1);

        assertThat(stream.read()).isEqualTo(BODY[BODY.length - 1] & 0xFF);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void skipShouldWorkWhileReading() throws IOException {
        ContentInputStream stream = ContentInputStream.body(store, id, HEADER.length);
        assertThat(stream.read()).isEqualTo(BODY[0] & 0xFF);

        stream.skipNBytes(BODY.length - 2);

        assertThat(stream.read()).isEqualTo(BODY[BODY.length - 1] & 0xFF);
        assertThat(stream.skip(1)).isZero();
    }

    @Test
    void aMissingContentShouldBeAnErrorThatNamesIt() {
        ContentId missing = ContentId.generate();

        assertThatThrownBy(() -> ContentInputStream.whole(store, missing).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void aClosedStreamShouldNotBeRead() {
        ContentInputStream stream = ContentInputStream.whole(store, id);
        stream.close();

        assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
}
