package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.core.netty.OpenChannels;
import dev.agentpost.mail.core.netty.PoliteListener;
import dev.agentpost.mail.login.imap.ImapConnection;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imapserver.netty.IMAPServer;
import org.apache.james.imapserver.netty.ImapMetrics;
import org.apache.james.imapserver.netty.NettyConstants;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.util.Size;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** James's IMAP server with our way to read commands and to end connections. */
public final class InboxImapServer extends IMAPServer implements PoliteListener {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);
    private static final int MAX_LITERAL_READERS = 16;
    private static final int MAX_WAITING_LITERALS = 100_000;
    private static final Scheduler LITERAL_READERS =
            Schedulers.newBoundedElastic(MAX_LITERAL_READERS, MAX_WAITING_LITERALS, "imap-literal", 60, true);
    private static final String GOODBYE = "server is shutting down";
    private static final int LOGIN_TIMEOUT_SECONDS = 60;
    private static final int READ_TIMEOUT_SECONDS = 60;

    /** What a command under way has at the server's stop. */
    private static final Duration COMMAND_TO_END = Duration.ofSeconds(5);

    private final OpenChannels open = new OpenChannels();
    private final ImapDecoder decoder;
    private final VanishedPeers vanishedPeers = new VanishedPeers(TcpTable.ofThisProcess());
    private CommandLimits limits;
    private Duration loginTimeout;
    private Duration readTimeout;

    public InboxImapServer(
            ImapDecoder decoder,
            ImapEncoder encoder,
            ImapProcessor processor,
            ImapMetrics imapMetrics,
            GaugeRegistry gaugeRegistry) {
        super(decoder, encoder, processor, imapMetrics, gaugeRegistry);
        this.decoder = decoder;
    }

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        super.doConfigure(configuration);
        limits = new CommandLimits(
                configuration.getInt("maxLineLength", DEFAULT_MAX_LINE_LENGTH),
                size(configuration, "literalSizeLimit")
                        .orElseThrow(() -> new ConfigurationException("literalSizeLimit is missing")),
                Math.toIntExact(size(configuration, "inMemorySizeLimit").orElse((long) CommandLimits.LITERAL)));
        loginTimeout = Duration.ofSeconds(configuration.getInt("loginTimeout", LOGIN_TIMEOUT_SECONDS));
        readTimeout = Duration.ofSeconds(configuration.getInt("readTimeout", READ_TIMEOUT_SECONDS));
    }

    private static Optional<Long> size(HierarchicalConfiguration<ImmutableNode> configuration, String key) {
        return Optional.ofNullable(configuration.getString(key, null))
                .map(Size::parse)
                .map(Size::asBytes);
    }

    /** James has set its initializer by now; ours runs it and then changes the pipeline. */
    @Override
    protected void configureBootstrap(ServerBootstrap bootstrap) {
        super.configureBootstrap(bootstrap);
        open.watch(bootstrap);
        ChannelHandler james = bootstrap.config().childHandler();
        bootstrap.childHandler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(james);
                adapt(channel.pipeline());
                channel.config().setWriteBufferWaterMark(WATER_MARK);
                KeepAlive.on(channel.config());
                vanishedPeers.watch(channel);
            }
        });
        vanishedPeers.start();
    }

    @Override
    public synchronized void unbind() {
        vanishedPeers.close();
        super.unbind();
    }

    @Override
    public void stopAccepting() {
        open.stopAccepting();
    }

    @Override
    public void sayGoodbye() {
        open.forEachConnection(channel -> Optional.ofNullable(
                        channel.attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).get())
                .map(ImapConnection::of)
                .ifPresentOrElse(connection -> connection.byeAfterCommand(GOODBYE, COMMAND_TO_END), channel::close));
    }

    @Override
    public void awaitEnd(Duration patience) {
        open.awaitEnd(patience);
    }

    private void adapt(ChannelPipeline pipeline) {
        pipeline.remove(FRAMER);
        pipeline.replace(REQUEST_DECODER, REQUEST_DECODER, new CommandAssembler(decoder, limits));
        pipeline.addAfter(
                CHUNK_WRITE_HANDLER,
                "literalPacer",
                new LiteralPacer((ChunkedWriteHandler) pipeline.get(CHUNK_WRITE_HANDLER), LITERAL_READERS));
        pipeline.addLast("connectionGuard", new ConnectionGuard(loginTimeout, readTimeout));
    }
}
