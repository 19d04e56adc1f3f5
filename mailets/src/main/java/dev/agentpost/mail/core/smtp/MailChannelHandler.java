package dev.agentpost.mail.core.smtp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.smtpserver.netty.SmtpMetrics;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each line to the handlers of the session, unless it has to wait. One per connection. */
public abstract class MailChannelHandler extends BasicChannelInboundHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(MailChannelHandler.class);

    private final SmtpMetrics metrics;
    private final Deque<Object> waiting = new ArrayDeque<>();

    protected MailChannelHandler(Protocol protocol, SmtpMetrics metrics, Encryption encryption, boolean proxyRequired) {
        super(new AddressOnlyMdc(), protocol, encryption, proxyRequired);
        this.metrics = metrics;
        resultHandlers.add((session, response, executionTime, handler) -> {
            metrics.getCommandsMetric().increment();
            return response;
        });
    }

    @Override
    protected ProtocolSession createSession(ChannelHandlerContext context) {
        return createSession(new MailTransport(context.channel(), secure, proxyRequired), context.channel());
    }

    protected abstract MailSession createSession(ProtocolTransport transport, Channel channel);

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        metrics.getConnectionMetric().increment();
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        metrics.getConnectionMetric().decrement();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (session(context) instanceof MailSession session && session.isEnded()) {
            ReferenceCountUtil.release(message);
        } else if (session(context) instanceof MailSession session && session.isHeld()) {
            waiting.add(message);
        } else {
            boolean tellsClient = message instanceof HAProxyMessage;
            super.channelRead(context, message);
            if (tellsClient && session(context) instanceof MailSession session) {
                session.clientIsKnown();
            }
        }
    }

    /** Handles what has come while the session was held, until it is held again. On the thread of the session. */
    void handleWaiting(ChannelHandlerContext context) {
        try {
            while (!waiting.isEmpty() && !(session(context) instanceof MailSession session && session.isHeld())) {
                channelRead(context, waiting.poll());
            }
        } catch (Exception e) {
            exceptionCaught(context, e);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(session(context) instanceof MailSession session)) {
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

    /** What asked for the line, an AUTH exchange, is over. */
    private void refuseLine(MailSession session) {
        if (session.isEnded()) {
            return;
        }
        popLineHandler();
        session.getProtocolTransport().writeResponse(SmtpReplies.LINE_TOO_LONG.toResponse(), session);
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
            return ((MailSession) session).mdc();
        }
    }
}
