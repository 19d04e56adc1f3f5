package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.stream.ChunkedStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class PacedLiteralTest {
    private static final int LITERAL_BYTES = 3_000_000;

    /** What the next piece of a stream has is seldom a divisor of a chunk. */
    private static final int PIECE_BYTES = 5_001;

    @Test
    void chunksShouldBeSmallWhateverPiecesTheStreamComesIn() throws Exception {
        List<Integer> chunks = chunks(literal(new ByteArrayInputStream(new byte[LITERAL_BYTES]) {
            @Override
            public synchronized int available() {
                return Math.min(PIECE_BYTES, super.available());
            }
        }));

        assertThat(chunks).allMatch(size -> size < PacedLiteral.CHUNK_BYTES + PIECE_BYTES);
        assertThat(chunks.stream().mapToInt(size -> size).sum()).isEqualTo(LITERAL_BYTES);
    }

    @Test
    void anErrorWhileReadingShouldBeAFailureOfTheLiteral() {
        PacedLiteral literal = literal(new InputStream() {
            @Override
            public int read() {
                throw new OutOfMemoryError("as if");
            }
        });

        assertThatThrownBy(() -> chunks(literal)).hasRootCauseMessage("as if");
    }

    /** Read by the thread that asks. */
    private static PacedLiteral literal(InputStream stream) {
        return new PacedLiteral(
                new ChunkedStream(stream), UnpooledByteBufAllocator.DEFAULT, Schedulers.immediate(), () -> {});
    }

    private static List<Integer> chunks(PacedLiteral literal) throws Exception {
        List<Integer> sizes = new ArrayList<>();
        while (!literal.isEndOfInput()) {
            ByteBuf chunk = literal.readChunk(UnpooledByteBufAllocator.DEFAULT);
            if (chunk != null) {
                sizes.add(chunk.readableBytes());
                chunk.release();
            }
        }
        literal.close();
        return sizes;
    }
}
