package dev.agentpost.mail.core.smtp;

import com.google.common.base.CharMatcher;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.protocols.api.CommandDetectionSession;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the stream into lines that end with LF, the line end included, so that whoever reads them can tell CRLF from a
 * bare LF. James's own decoder knows one limit; here commands, which come from anybody, have a small one and the lines of
 * a message a large one. A command over its limit is dropped and reported once; a line of a message comes in pieces.
 *
 * <p>After STARTTLS nothing counts until TLS is there: whoever sits between us and the client could slip commands in that
 * would be taken for the client's afterwards (RFC 3207 section 6).
 */
class LineDecoder extends ByteToMessageDecoder {
    private static final Logger LOGGER = LoggerFactory.getLogger(LineDecoder.class);

    // RFC 4954 section 4: the longest line of an AUTH exchange; CRLF comes on top
    static final int MAX_COMMAND_LINE_BYTES = 12_288;
    // CRLF and the dot of dot-stuffing
    private static final int BYTES_BESIDE_TEXT = 3;
    private static final byte LF = '\n';

    private static final String STARTTLS = "STARTTLS";

    private final InboundFlow flow;
    private boolean awaitsTls;
    private int searched;
    private boolean dropping;

    LineDecoder(InboundFlow flow) {
        this.flow = flow;
    }

    InboundFlow flow() {
        return flow;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!context.executor().inEventLoop()) {
            // Lines would be handed over, not handled here, and could be overtaken by those that are read next.
            LOGGER.warn("a connection is closed whose lines would have been handed to another thread");
            ReferenceCountUtil.release(message);
            var unused = context.close();
            return;
        }
        int bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        long arrivedAt = flow.nextArrival();
        if (session(context) instanceof MailSession session) {
            session.handles(arrivedAt);
        }
        try {
            super.channelRead(context, message);
        } finally {
            flow.handled(bytes);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == MailTransport.TLS_BEGINS && awaitsTls) {
            awaitsTls = false;
            if (session(context) instanceof MailSession session && session.hasPlaintextBehindStartTls()) {
                var unused = context.close();
                return;
            }
        }
        super.userEventTriggered(context, event);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (awaitsTls) {
            dropPlaintext(context, in);
            return;
        }
        int end = in.indexOf(in.readerIndex() + searched, in.writerIndex(), LF);
        int length = end < 0 ? in.readableBytes() : end + 1 - in.readerIndex();
        searched = end < 0 ? length : 0;
        boolean inMessage = isInMessage(context);
        boolean tooLong = length > limit(context, inMessage);
        if (dropping || (tooLong && !inMessage)) {
            drop(context, in, length, end >= 0);
        } else if (tooLong || end >= 0) {
            searched = 0;
            ByteBuf line = in.readRetainedSlice(length);
            out.add(line);
            awaitsTls = startsTls(context, line);
            if (awaitsTls && in.isReadable()) {
                dropPlaintext(context, in);
            }
        }
    }

    private static void dropPlaintext(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        if (session(context) instanceof MailSession session) {
            session.setPlaintextBehindStartTls();
        }
    }

    /** Exactly the lines that {@link StartTlsCmdHandler} answers with 220. */
    private static boolean startsTls(ChannelHandlerContext context, ByteBuf line) {
        if (line.readableBytes() > MAX_COMMAND_LINE_BYTES
                || !(session(context) instanceof MailSession session)
                || session.isReceivingMessage()
                || !StartTlsCmdHandler.isPossible(session)) {
            return false;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r\n")
                && CharMatcher.is(' ')
                        .trimFrom(text.substring(0, text.length() - 2))
                        .equalsIgnoreCase(STARTTLS);
    }

    private static CommandDetectionSession session(ChannelHandlerContext context) {
        return context.channel()
                .attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY)
                .get();
    }

    private void drop(ChannelHandlerContext context, ByteBuf in, int length, boolean lineEnds) {
        boolean first = !dropping;
        in.skipBytes(length);
        searched = 0;
        dropping = !lineEnds;
        if (first) {
            context.fireExceptionCaught(new TooLongFrameException("line too long"));
        }
    }

    private static boolean isInMessage(ChannelHandlerContext context) {
        return session(context) instanceof MailSession session && session.isReceivingMessage();
    }

    private static int limit(ChannelHandlerContext context, boolean inMessage) {
        int text = inMessage ? ((MailSession) session(context)).limits().maxLineBytes() : MAX_COMMAND_LINE_BYTES;
        return text + BYTES_BESIDE_TEXT;
    }
}
