package dev.agentpost.mail.http.netty;

import dev.agentpost.mail.http.HttpMetrics;
import dev.agentpost.mail.http.RemoteConnections;
import dev.agentpost.mail.http.RemoteConnections.Place;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Closes at once a connection that is one too many, before anything is read from it. To be used on the connection's event
 * loop only.
 */
final class ConnectionGate extends ChannelInboundHandlerAdapter {
    private final RemoteConnections connections;
    private final HttpMetrics metrics;
    private Optional<Place> admitted = Optional.empty();

    ConnectionGate(RemoteConnections connections, HttpMetrics metrics) {
        this.connections = connections;
        this.metrics = metrics;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel channel = context.channel();
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        admitted = connections.open(address, channel::close);
        if (admitted.isEmpty()) {
            metrics.connectionRefused();
            context.close();
            return;
        }
        context.fireChannelActive();
    }

    /** False when the connection is being closed for another one: then nothing may come of what was read. */
    boolean busy() {
        return admitted.map(Place::busy).orElse(false);
    }

    void idle() {
        admitted.ifPresent(Place::idle);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        admitted.ifPresent(Place::leave);
        admitted = Optional.empty();
        context.fireChannelInactive();
    }
}
