package dev.agentpost.mail.core.smtp;

import dev.agentpost.mail.core.netty.OpenChannels;
import dev.agentpost.mail.core.netty.PoliteListener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.NonStickyEventExecutorGroup;
import io.netty.util.concurrent.UnorderedThreadPoolEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.ChannelHandlerFactory;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SmtpMetrics;
import org.apache.james.util.concurrent.NamedThreadFactory;

/**
 * James's SMTP server with our pipeline: lines and commands are handled on threads of their own, since James 3.8.1 runs
 * commands, and the store calls in them, on the Netty event loop (JAMES-4023). Any of these threads takes the next command
 * of a connection: no connection waits for another's command while a thread is free.
 */
public abstract class MailServer extends SMTPServer implements PoliteListener {
    // RFC 3463: X.3.2 system not accepting network messages
    private static final SmtpReply GOODBYE = new SmtpReply("421", "4.3.2", "Server is shutting down, try again later");

    private static final int DEFAULT_THREADS = 64;
    private static final int MAX_THREADS = 10_000;
    /** Then it is the turn of the next connection. */
    private static final int READS_IN_A_ROW = 64;
    /** What the end of the last connections sets off is still handled. */
    private static final Duration QUIET_PERIOD = Duration.ofSeconds(2);

    private final OpenChannels open = new OpenChannels();
    private final String file;
    private final SmtpMetrics metrics;
    private SMTPConfiguration configuration;
    private Protocol protocol;
    private int threads;
    private EventExecutorGroup executors;

    /** @param file the name of the configuration, for what is said of bad values */
    protected MailServer(String file, SmtpMetrics metrics) {
        super(metrics);
        this.file = file;
        this.metrics = metrics;
    }

    /** Reads the listener's own settings. */
    protected abstract SessionLimits readLimits(ListenerNumbers numbers) throws ConfigurationException;

    protected abstract MailSession createSession(
            SMTPConfiguration configuration, ProtocolTransport transport, Channel channel);

    protected abstract ChannelHandler createDeadlines();

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> xml) throws ConfigurationException {
        if (xml.containsKey("connectionLimit") || xml.containsKey("connectionLimitPerIP")) {
            throw new ConfigurationException(file + ": connectionLimit and connectionLimitPerIP are not supported");
        }
        ListenerNumbers numbers = new ListenerNumbers(file, xml);
        threads = (int) numbers.positive("maxExecutorCount", DEFAULT_THREADS, MAX_THREADS);
        SessionLimits limits = readLimits(numbers);
        // James's own spelling of the size, which it logs
        xml.setProperty("maxmessagesize", limits.maxMessageBytes() + "B");
        super.doConfigure(xml);
        configuration = new SMTPHandlerConfigurationDataImpl();
    }

    @Override
    protected void preInit() throws Exception {
        super.preInit();
        protocol = new SMTPProtocol(getProtocolHandlerChain(), configuration);
        executors = new NonStickyEventExecutorGroup(
                new UnorderedThreadPoolEventExecutor(threads, NamedThreadFactory.withName(jmxName)), READS_IN_A_ROW);
    }

    @Override
    protected EventExecutorGroup getExecutorGroup() {
        return executors;
    }

    @Override
    protected void postDestroy() {
        super.postDestroy();
        var unused = executors.schedule(
                () -> executors.shutdownGracefully(), QUIET_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void configureBootstrap(ServerBootstrap bootstrap) {
        super.configureBootstrap(bootstrap);
        open.watch(bootstrap);
    }

    @Override
    public void stopAccepting() {
        open.stopAccepting();
    }

    @Override
    public void sayGoodbye() {
        open.forEachConnection(connection -> {
            if (connection
                            .attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY)
                            .get()
                    instanceof MailSession session) {
                session.end(GOODBYE);
            } else {
                connection.close();
            }
        });
    }

    @Override
    public void awaitEnd(Duration patience) {
        open.awaitEnd(patience);
    }

    @Override
    protected ChannelHandlerFactory createFrameHandlerFactory() {
        return pipeline -> new LineDecoder(new InboundFlow(pipeline.channel()));
    }

    @Override
    protected ChannelInboundHandlerAdapter createCoreHandler() {
        return new MailChannelHandler(protocol, metrics, getEncryption(), proxyRequired) {
            @Override
            protected MailSession createSession(ProtocolTransport transport, Channel channel) {
                return MailServer.this.createSession(configuration, transport, channel);
            }
        };
    }

    @Override
    @SuppressWarnings("rawtypes") // the type that James declares
    protected AbstractChannelPipelineFactory createPipelineFactory() {
        return new AbstractChannelPipelineFactory<SocketChannel>(getFrameHandlerFactory(), getExecutorGroup()) {
            @Override
            protected ChannelInboundHandlerAdapter createHandler() {
                return createCoreHandler();
            }

            @Override
            protected void initChannel(SocketChannel channel) {
                fill(channel.pipeline());
            }
        };
    }

    private void fill(ChannelPipeline pipeline) {
        if (proxyRequired) {
            pipeline.addLast(HandlerConstants.PROXY_HANDLER, new HAProxyMessageDecoder());
        }
        LineDecoder decoder = (LineDecoder) getFrameHandlerFactory().create(pipeline);
        if (!getEncryption().isStartTLS()) {
            pipeline.addLast(HandlerConstants.SSL_HANDLER, getEncryption().sslHandler());
        }
        pipeline.addLast(HandlerConstants.TIMEOUT_HANDLER, createDeadlines());
        pipeline.addLast("inboundFlow", decoder.flow());
        pipeline.addLast(getExecutorGroup(), HandlerConstants.FRAMER, decoder);
        pipeline.addLast(getExecutorGroup(), HandlerConstants.CORE_HANDLER, createCoreHandler());
    }
}
