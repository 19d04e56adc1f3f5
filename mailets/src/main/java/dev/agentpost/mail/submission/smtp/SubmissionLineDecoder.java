package dev.agentpost.mail.submission.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.util.List;
import org.apache.james.protocols.api.CommandDetectionSession;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;

/**
 * Cuts the stream into lines that end with LF, the line end included, so that whoever reads them can tell CRLF from a
 * bare LF. A line over the limit is dropped and reported once. James's own decoder knows one limit; here commands,
 * which come from anybody, have a small one and the lines of a message a large one.
 */
class SubmissionLineDecoder extends ByteToMessageDecoder {
    // RFC 4954 section 4: the longest line of an AUTH exchange; CRLF comes on top
    static final int MAX_COMMAND_LINE_BYTES = 12_288;
    // CRLF and the dot of dot-stuffing
    private static final int BYTES_BESIDE_TEXT = 3;
    private static final byte LF = '\n';

    private final InboundFlow flow;
    private int searched;
    private boolean dropping;

    SubmissionLineDecoder(InboundFlow flow) {
        this.flow = flow;
    }

    InboundFlow flow() {
        return flow;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        int bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        try {
            super.channelRead(context, message);
        } finally {
            flow.handled(bytes);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int end = in.indexOf(in.readerIndex() + searched, in.writerIndex(), LF);
        int length = end < 0 ? in.readableBytes() : end + 1 - in.readerIndex();
        searched = end < 0 ? length : 0;
        if (dropping || length > limit(context)) {
            drop(context, in, length, end >= 0);
        } else if (end >= 0) {
            out.add(in.readRetainedSlice(length));
        }
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

    private static int limit(ChannelHandlerContext context) {
        CommandDetectionSession session = context.channel()
                .attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY)
                .get();
        boolean inMessage = session instanceof SubmissionSession submission && submission.isReceivingMessage();
        int text = inMessage ? ((SubmissionSession) session).settings().maxLineBytes() : MAX_COMMAND_LINE_BYTES;
        return text + BYTES_BESIDE_TEXT;
    }
}
