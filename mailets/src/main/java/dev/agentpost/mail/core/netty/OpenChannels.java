package dev.agentpost.mail.core.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.function.Consumer;

/** What a listener has open, so that it can end in order. Safe for use by many threads. */
public final class OpenChannels {
    private final ChannelGroup accepting = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** To be called while the listener is configured. */
    public void watch(ServerBootstrap bootstrap) {
        bootstrap.handler(new Acceptor());
    }

    @ChannelHandler.Sharable
    private final class Acceptor extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            accepting.add(context.channel());
        }

        /** Of an accepting channel the messages are connections. */
        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            connections.add((Channel) connection);
            context.fireChannelRead(connection);
        }
    }

    /** Blocks until no further connection can come. */
    public void stopAccepting() {
        accepting.close().awaitUninterruptibly();
    }

    public void forEachConnection(Consumer<Channel> action) {
        connections.forEach(action);
    }

    /** Waits until all connections have ended, or so long. */
    public void awaitEnd(Duration patience) {
        connections.newCloseFuture().awaitUninterruptibly(patience.toMillis());
    }
}
