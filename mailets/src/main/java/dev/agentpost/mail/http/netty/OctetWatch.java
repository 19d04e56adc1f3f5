package dev.agentpost.mail.http.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Tells the clock that a request has begun, which the decoder behind it does only when the headers are whole. */
final class OctetWatch extends ChannelInboundHandlerAdapter {
    private final RequestClock clock;

    OctetWatch(RequestClock clock) {
        this.clock = clock;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (clock.octets()) {
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }
}
