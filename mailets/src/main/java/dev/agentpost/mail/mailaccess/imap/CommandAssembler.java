package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.ImapConnection;
import dev.agentpost.mail.login.imap.StatusAnswers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLException;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.message.request.AppendRequest;
import org.apache.james.imapserver.netty.NettyConstants;
import org.apache.james.protocols.netty.LineHandlerAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts commands together from lines and literals and hands them on one at a time: the next is read when the one before is
 * answered, so a command is judged in the state that the one before left, and a client that pipelines is slowed down.
 * Stands in for James's framer and request decoder, which ask for the first literal of a command only, keep files of
 * literals that were never used and read any amount before login.
 *
 * <p>Everything happens on the event loop of the channel; the public methods may be called from anywhere.
 */
final class CommandAssembler extends ChannelInboundHandlerAdapter implements LineHandlerAware {
    private static final Logger LOGGER = LoggerFactory.getLogger(CommandAssembler.class);
    /** Received and not yet used: beyond this nothing more is read from the socket for now. */
    private static final int MAX_WAITING_BYTES = 256 * 1024;

    private final ImapDecoder decoder;
    private final CommandLimits limits;
    private final Deque<ChannelInboundHandlerAdapter> lineHandlers = new ConcurrentLinkedDeque<>();
    private ChannelHandlerContext context;
    private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
    private AssembledCommand command = new AssembledCommand();
    private Optional<LiteralInput> literal = Optional.empty();
    private boolean skippingLine;
    private boolean commandUnderWay;

    CommandAssembler(ImapDecoder decoder, CommandLimits limits) {
        this.decoder = decoder;
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        waiting = ctx.alloc().buffer();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) throws IOException {
        waiting.release();
        waiting = Unpooled.EMPTY_BUFFER;
        literal.ifPresent(LiteralInput::abandon);
        literal = Optional.empty();
        command.close();
    }

    @Override
    public void pushLineHandler(ChannelInboundHandlerAdapter lineHandler) {
        lineHandlers.addFirst(lineHandler);
        context.executor().execute(this::proceed);
    }

    @Override
    public void popLineHandler() {
        lineHandlers.pollFirst();
    }

    /** The command handed on last is answered. */
    void commandDone() {
        context.executor().execute(() -> {
            commandUnderWay = false;
            proceed();
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf received = (ByteBuf) message;
        try {
            if (waiting.refCnt() > 0 && !isOver()) {
                waiting.writeBytes(received);
            }
        } finally {
            received.release();
        }
        proceed();
    }

    /** Neither a port scan nor a client that hangs up is worth a stack trace in the log. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean peersDoing = cause instanceof IOException || cause.getCause() instanceof SSLException;
        if (!peersDoing) {
            ctx.fireExceptionCaught(cause);
            return;
        }
        LOGGER.debug("IMAP connection {} broken", ctx.channel().remoteAddress(), cause);
        ctx.close();
    }

    private void proceed() {
        while (!isOver() && step()) {
            // each step takes something off what is waiting
        }
        if (waiting.refCnt() > 0) {
            waiting.discardSomeReadBytes();
        }
        context.channel().config().setAutoRead(waiting.readableBytes() <= MAX_WAITING_BYTES);
    }

    private boolean isOver() {
        ImapSession session = session();
        return waiting == Unpooled.EMPTY_BUFFER
                || session == null
                || session.getState() == ImapSessionState.LOGOUT
                || ImapConnection.of(session).isOver();
    }

    /** False when there is nothing to do before more bytes, an answer or a written file. */
    private boolean step() {
        if (literal.isPresent()) {
            return literalStep(literal.get());
        }
        boolean between = command.isEmpty();
        if (between && lineHandlers.isEmpty() && commandUnderWay) {
            return false;
        }
        Optional<byte[]> line = nextLine();
        if (line.isEmpty()) {
            return false;
        }
        if (between && !lineHandlers.isEmpty()) {
            toLineHandler(line.get());
        } else {
            commandLine(line.get());
        }
        return true;
    }

    private Optional<byte[]> nextLine() {
        int lineFeed = ByteBufUtil.indexOf(waiting, waiting.readerIndex(), waiting.writerIndex(), (byte) '\n');
        int length = lineFeed < 0 ? waiting.readableBytes() : lineFeed + 1 - waiting.readerIndex();
        if (length > limits.mostForLine(isLoggedIn()) || (skippingLine && length > 0)) {
            return tooLong(length, lineFeed >= 0);
        }
        if (lineFeed < 0) {
            return Optional.empty();
        }
        byte[] line = new byte[length];
        waiting.readBytes(line);
        return Optional.of(line);
    }

    /** RFC 2683 section 3.2.1.5: a command that is too long is answered BAD, so its rest is read and thrown away. */
    private Optional<byte[]> tooLong(int length, boolean ended) {
        if (command.isEmpty() && !lineHandlers.isEmpty()) {
            ImapConnection.of(session()).bye("line is too long");
            return Optional.empty();
        }
        if (!skippingLine && command.isEmpty()) {
            byte[] start = new byte[Math.min(length, 128)];
            waiting.getBytes(waiting.readerIndex(), start);
            command.addLine(start);
        }
        waiting.skipBytes(length);
        command.refuse("BAD command line is too long");
        skippingLine = !ended;
        return ended ? Optional.of(new byte[] {'\r', '\n'}) : Optional.empty();
    }

    /** James's handlers cut off the last two bytes, whatever they are. */
    private void toLineHandler(byte[] line) {
        int end = line.length - 1;
        if (end > 0 && line[end - 1] == '\r') {
            end--;
        }
        ByteBuf buffer = Unpooled.buffer(end + 2).writeBytes(line, 0, end).writeBytes(new byte[] {'\r', '\n'});
        try {
            lineHandlers.getFirst().channelRead(context, buffer);
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        } finally {
            buffer.release();
        }
    }

    private void commandLine(byte[] line) {
        command.addLine(line);
        if (command.bytesInMemory() > limits.mostForCommand(isLoggedIn())) {
            command.refuse("BAD command is too long");
        }
        Optional<LiteralHeader> header = LiteralHeader.atEndOf(line);
        if (header.isPresent()) {
            literalAnnounced(header.get());
        } else {
            complete();
        }
    }

    private void literalAnnounced(LiteralHeader header) {
        limits.refusal(header.size(), isLoggedIn(), command.isAppend()).ifPresent(command::refuse);
        boolean refused = command.refusal().isPresent();
        if (refused && header.synchronizing()) {
            complete();
            return;
        }
        if (refused && (!isLoggedIn() || header.size() > limits.skippable())) {
            ImapConnection.of(session()).bye("literal is too large");
            return;
        }
        if (header.synchronizing()) {
            write("+ Ok\r\n");
        }
        literal = Optional.of(
                new LiteralInput(header.size(), refused ? LiteralInput.Storage.NONE : limits.storage(header.size())));
    }

    private boolean literalStep(LiteralInput input) {
        if (input.isBusy()) {
            return false;
        }
        if (input.isComplete()) {
            input.failure().ifPresent(failure -> {
                LOGGER.error("Cannot keep a literal of {} bytes in a temporary file", input.size(), failure);
                command.refuse("NO " + StatusAnswers.UNAVAILABLE);
            });
            input.literal().ifPresent(arrived -> command.addLiteral(arrived, input.size()));
            literal = Optional.empty();
            return true;
        }
        if (!waiting.isReadable()) {
            return false;
        }
        input.take(waiting, () -> context.executor().execute(this::proceed));
        return true;
    }

    private void complete() {
        AssembledCommand complete = command;
        command = new AssembledCommand();
        if (complete.isBlank()) {
            return;
        }
        if (complete.refusal().isPresent()) {
            write(complete.tag() + " " + complete.refusal().get() + "\r\n");
            release(complete);
            return;
        }
        ImapMessage message = decode(complete);
        if (!(message instanceof AppendRequest)) {
            release(complete);
        }
        commandUnderWay = true;
        context.fireChannelRead(message);
    }

    /** Parsers may throw anything on input that they did not expect; deep recursion in them ends here as well. */
    private ImapMessage decode(AssembledCommand complete) {
        try {
            return decoder.decode(new AssembledReader(complete), session());
        } catch (RuntimeException | StackOverflowError e) {
            LOGGER.info("IMAP command cannot be parsed: {}", e.toString());
            String tag = complete.tag();
            return tag.equals("*")
                    ? StatusAnswers.untaggedBad("command cannot be parsed")
                    : StatusAnswers.bad(new Tag(tag), "command cannot be parsed");
        }
    }

    private static void release(AssembledCommand used) {
        try {
            used.close();
        } catch (IOException e) {
            LOGGER.warn("Cannot release a literal", e);
        }
    }

    private boolean isLoggedIn() {
        return session().getState() != ImapSessionState.NON_AUTHENTICATED;
    }

    private ImapSession session() {
        return context.channel().attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).get();
    }

    private void write(String line) {
        context.writeAndFlush(Unpooled.copiedBuffer(line, StandardCharsets.US_ASCII));
    }
}
