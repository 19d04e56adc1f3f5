package dev.agentpost.mail.submission.smtp;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.ChannelHandlerFactory;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SmtpMetrics;

/**
 * James's SMTP server with our pipeline: implicit TLS only, and lines and commands handled on threads of their own,
 * since James 3.8.1 runs commands, and the store calls in them, on the Netty event loop (JAMES-4023).
 */
public class SubmissionServer extends SMTPServer {
    private final SmtpMetrics metrics;
    private SubmissionSettings settings;
    private SMTPConfiguration configuration;
    private Protocol protocol;

    public SubmissionServer(SmtpMetrics metrics) {
        super(metrics);
        this.metrics = metrics;
    }

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> xml) throws ConfigurationException {
        if (xml.containsKey("connectionLimit") || xml.containsKey("connectionLimitPerIP")) {
            throw new ConfigurationException(
                    "smtpserver.xml: connectionLimit and connectionLimitPerIP are not supported");
        }
        settings = SubmissionSettings.from(xml);
        // James's own spelling of the size, which it logs
        xml.setProperty("maxmessagesize", settings.maxMessageBytes() + "B");
        super.doConfigure(xml);
        if (!xml.getBoolean("tls.[@socketTLS]", false)) {
            throw new ConfigurationException(
                    "smtpserver.xml: tls[@socketTLS] must be true, mail is submitted over TLS only");
        }
        configuration = new SMTPHandlerConfigurationDataImpl();
    }

    @Override
    protected void preInit() throws Exception {
        super.preInit();
        protocol = new SMTPProtocol(getProtocolHandlerChain(), configuration);
    }

    @Override
    protected Class<? extends HandlersPackage> getCoreHandlersPackage() {
        return SubmissionHandlers.class;
    }

    @Override
    protected ChannelHandlerFactory createFrameHandlerFactory() {
        return pipeline -> new SubmissionLineDecoder(new InboundFlow(pipeline.channel()));
    }

    @Override
    protected ChannelInboundHandlerAdapter createCoreHandler() {
        return new SubmissionChannelHandler(protocol, configuration, settings, metrics, getEncryption(), proxyRequired);
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
        SubmissionLineDecoder decoder =
                (SubmissionLineDecoder) getFrameHandlerFactory().create(pipeline);
        pipeline.addLast(HandlerConstants.SSL_HANDLER, getEncryption().sslHandler());
        pipeline.addLast(HandlerConstants.TIMEOUT_HANDLER, new SessionDeadlines(settings));
        pipeline.addLast("inboundFlow", decoder.flow());
        pipeline.addLast(getExecutorGroup(), HandlerConstants.FRAMER, decoder);
        pipeline.addLast(getExecutorGroup(), HandlerConstants.CORE_HANDLER, createCoreHandler());
    }
}
