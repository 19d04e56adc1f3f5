package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.NettyProtocolTransport;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.netty.SmtpMetrics;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each line to the handlers of the session. One per connection. */
class SubmissionChannelHandler extends BasicChannelInboundHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(SubmissionChannelHandler.class);

    private final SMTPConfiguration configuration;
    private final SubmissionSettings settings;
    private final SmtpMetrics metrics;

    SubmissionChannelHandler(
            Protocol protocol,
            SMTPConfiguration configuration,
            SubmissionSettings settings,
            SmtpMetrics metrics,
            Encryption encryption,
            boolean proxyRequired) {
        super(new AddressOnlyMdc(), protocol, encryption, proxyRequired);
        this.configuration = configuration;
        this.settings = settings;
        this.metrics = metrics;
        resultHandlers.add((session, response, executionTime, handler) -> {
            metrics.getCommandsMetric().increment();
            return response;
        });
    }

    @Override
    protected ProtocolSession createSession(ChannelHandlerContext context) {
        return new SubmissionSession(
                configuration,
                new NettyProtocolTransport(context.channel(), secure, proxyRequired),
                context.channel(),
                settings);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        metrics.getConnectionMetric().increment();
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        metrics.getConnectionMetric().decrement();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (session(context) instanceof SubmissionSession session && session.isEnded()) {
            ReferenceCountUtil.release(message);
            return;
        }
        super.channelRead(context, message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(session(context) instanceof SubmissionSession session)) {
            var unused = context.close();
        } else if (cause instanceof TooLongFrameException) {
            refuseLine(session);
        } else if (cause instanceof IOException || cause instanceof DecoderException) {
            LOGGER.debug("SMTP connection broke", cause);
            var unused = context.close();
        } else {
            LOGGER.error("SMTP session failed", cause);
            session.end(SmtpReply.STORE_DOWN);
        }
    }

    /** What asked for the line, an AUTH exchange or a message, is over. */
    private void refuseLine(SubmissionSession session) {
        if (session.isEnded()) {
            return;
        }
        popLineHandler();
        if (session.isReceivingMessage()) {
            session.end(SubmissionReplies.LINE_TOO_LONG);
        } else {
            session.getProtocolTransport().writeResponse(SubmissionReplies.LINE_TOO_LONG.toResponse(), session);
        }
    }

    private static Object session(ChannelHandlerContext context) {
        return context.channel().attr(SESSION_ATTRIBUTE_KEY).get();
    }

    /** James's own looks up the host name of the client unless a system property forbids it. */
    private static final class AddressOnlyMdc implements ProtocolMDCContextFactory {
        @Override
        public MDCBuilder onBound(Protocol protocol, ChannelHandlerContext context) {
            MDCBuilder mdc = MDCBuilder.create().addToContext(MDCBuilder.PROTOCOL, protocol.getName());
            return context.channel().remoteAddress() instanceof InetSocketAddress address
                    ? mdc.addToContext(MDCBuilder.IP, address.getAddress().getHostAddress())
                    : mdc;
        }

        @Override
        public MDCBuilder withContext(ProtocolSession session) {
            return SessionMdc.of((SMTPSession) session);
        }
    }
}
