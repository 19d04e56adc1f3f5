package dev.agentpost.mail.outbound.smtp;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A server to be tried.
 *
 * @param host what it is called; for an address literal the address
 */
record Target(String host, InetAddress address, int port) {
    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    /** For people, and for what is written down. */
    String name() {
        String text = InetAddresses.toAddrString(address);
        return host.equals(text) ? text : host + " [" + text + "]";
    }
}
