package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.stream.ChunkedStream;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class LiteralPacerTest {
    private static final int LITERAL_BYTES = 60_000_000;

    /** The buffers of the two sockets and of the channel; what the system gives is seldom above 10 MB. */
    private static final long BUFFERS = 30_000_000;

    private final EventLoopGroup eventLoops = new NioEventLoopGroup(1);
    private final Scheduler workers = Schedulers.newBoundedElastic(4, 100, "test-literal");
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private Socket client;
    private Channel channel;

    @BeforeEach
    void setUp() throws Exception {
        Channel server = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        ChunkedWriteHandler writer = new ChunkedWriteHandler();
                        channel.pipeline().addLast(writer).addLast(new LiteralPacer(writer, workers));
                        accepted.add(channel);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        client = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort());
        channel = accepted.take();
    }

    @AfterEach
    void tearDown() throws Exception {
        client.close();
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        workers.dispose();
    }

    @Test
    void aLiteralShouldArriveInItsPlace() throws IOException {
        channel.writeAndFlush(Unpooled.wrappedBuffer("begin ".getBytes(StandardCharsets.US_ASCII)));
        channel.writeAndFlush(new ChunkedStream(new Octets(200_000, Long.MAX_VALUE)));
        channel.writeAndFlush(Unpooled.wrappedBuffer(" end".getBytes(StandardCharsets.US_ASCII)));

        String received = new String(client.getInputStream().readNBytes(200_010), StandardCharsets.US_ASCII);

        assertThat(received).isEqualTo("begin " + "x".repeat(200_000) + " end");
    }

    @Test
    void anEmptyLiteralShouldBeSkipped() throws IOException {
        channel.writeAndFlush(new ChunkedStream(new Octets(0, Long.MAX_VALUE)));
        channel.writeAndFlush(Unpooled.wrappedBuffer("end".getBytes(StandardCharsets.US_ASCII)));

        assertThat(client.getInputStream().readNBytes(3)).asString().isEqualTo("end");
    }

    @Test
    void aLiteralShouldBeReadAsFastAsTheClientTakesIt() throws IOException {
        Octets octets = new Octets(LITERAL_BYTES, Long.MAX_VALUE);

        channel.writeAndFlush(new ChunkedStream(octets));

        await().until(() -> !channel.isWritable());
        client.getInputStream().readNBytes(1);
        assertThat(octets.read).hasValueLessThan(BUFFERS);
        assertThat(client.getInputStream().readNBytes(LITERAL_BYTES - 1)).hasSize(LITERAL_BYTES - 1);
        await().untilAsserted(() -> assertThat(octets.closed).isTrue());
    }

    @Test
    void aLiteralShouldNeverBeReadByTheEventLoop() throws IOException {
        Octets octets = new Octets(1_000_000, Long.MAX_VALUE);

        channel.writeAndFlush(new ChunkedStream(octets));
        client.getInputStream().readNBytes(1_000_000);

        assertThat(octets.readers).isNotEmpty().allMatch(name -> name.startsWith("test-literal"));
    }

    @Test
    void aLiteralThatCannotBeReadShouldEndTheConnection() throws IOException {
        channel.writeAndFlush(new ChunkedStream(new Octets(1_000_000, 500_000)));
        channel.writeAndFlush(Unpooled.wrappedBuffer(" end".getBytes(StandardCharsets.US_ASCII)));

        assertThat(client.getInputStream().readAllBytes()).hasSizeLessThanOrEqualTo(500_000);
        assertThat(channel.closeFuture().awaitUninterruptibly(5000)).isTrue();
    }

    @Test
    void aClientThatGoesShouldCloseTheLiteral() throws IOException {
        Octets octets = new Octets(LITERAL_BYTES, Long.MAX_VALUE);
        channel.writeAndFlush(new ChunkedStream(octets));
        await().until(() -> !channel.isWritable());

        client.close();

        await().untilAsserted(() -> assertThat(octets.closed).isTrue());
    }

    private static final class Octets extends InputStream {
        private final Set<String> readers = ConcurrentHashMap.newKeySet();
        private final AtomicLong read = new AtomicLong();
        private final long count;
        private final long failAt;
        private volatile boolean closed;

        private Octets(long count, long failAt) {
            this.count = count;
            this.failAt = failAt;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            readers.add(Thread.currentThread().getName());
            int some = (int) Math.min(length, count - read.get());
            if (some == 0) {
                return -1;
            }
            if (read.get() + some > failAt) {
                throw new IOException("no more");
            }
            Arrays.fill(target, offset, offset + some, (byte) 'x');
            read.addAndGet(some);
            return some;
        }

        /** Of a stream that cannot tell, a ChunkedStream reads one octet at a time. */
        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, count - read.get());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
