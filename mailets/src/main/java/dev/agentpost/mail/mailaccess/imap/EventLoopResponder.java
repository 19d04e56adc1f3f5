package dev.agentpost.mail.mailaccess.imap;

import io.netty.channel.EventLoop;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.process.ImapProcessor.Responder;

/**
 * Answers on the event loop of the channel. While a client idles, events and the end of IDLE answer at the same time into
 * one buffer of James's, and lines would be mixed up. Each answer is sent at once: James leaves its signs of life in the
 * buffer.
 */
final class EventLoopResponder implements Responder {
    private final Responder delegate;
    private final EventLoop eventLoop;

    EventLoopResponder(Responder delegate, EventLoop eventLoop) {
        this.delegate = delegate;
        this.eventLoop = eventLoop;
    }

    @Override
    public void respond(ImapResponseMessage message) {
        onEventLoop(() -> {
            delegate.respond(message);
            delegate.flush();
        });
    }

    @Override
    public void flush() {
        onEventLoop(delegate::flush);
    }

    private void onEventLoop(Runnable action) {
        if (eventLoop.inEventLoop()) {
            action.run();
        } else {
            eventLoop.execute(action);
        }
    }
}
