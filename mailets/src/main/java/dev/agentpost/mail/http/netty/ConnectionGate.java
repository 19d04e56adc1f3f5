package dev.agentpost.mail.http.netty;

import dev.agentpost.mail.http.RemoteConnections;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Closes at once a connection that is one too many, before anything is read from it. */
final class ConnectionGate extends ChannelInboundHandlerAdapter {
    private final RemoteConnections connections;
    private InetAddress admitted;

    ConnectionGate(RemoteConnections connections) {
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        InetAddress address = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
        if (!connections.open(address)) {
            context.close();
            return;
        }
        admitted = address;
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (admitted != null) {
            connections.close(admitted);
            admitted = null;
        }
        context.fireChannelInactive();
    }
}
