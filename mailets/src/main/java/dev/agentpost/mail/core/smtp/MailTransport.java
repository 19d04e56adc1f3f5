package dev.agentpost.mail.core.smtp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.NettyProtocolTransport;

/**
 * Turns to TLS on the event loop. James's own adds the TLS handler from the thread of the command, while the answer that
 * the client waits for in plain text may still be on its way to it (JAMES-4101).
 */
class MailTransport extends NettyProtocolTransport {
    /** Goes down the pipeline behind the last bytes that came in plain text. */
    static final Object TLS_BEGINS = new Object();

    private final Channel channel;
    private final Encryption encryption;

    MailTransport(Channel channel, Encryption encryption, boolean proxyRequired) {
        super(channel, encryption, proxyRequired);
        this.channel = channel;
        this.encryption = encryption;
    }

    @Override
    protected void writeToClient(byte[] bytes, ProtocolSession session, boolean startTls) {
        ((MailSession) session).answered(bytes);
        if (startTls) {
            channel.eventLoop().execute(() -> startTls(bytes));
        } else {
            super.writeToClient(bytes, session, false);
        }
    }

    private void startTls(byte[] answer) {
        var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(answer));
        channel.pipeline().addFirst(HandlerConstants.SSL_HANDLER, encryption.sslHandler());
        channel.pipeline().context(InboundFlow.class).fireUserEventTriggered(TLS_BEGINS);
    }
}
