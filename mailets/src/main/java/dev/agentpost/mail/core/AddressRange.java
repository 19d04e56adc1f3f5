package dev.agentpost.mail.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom a remote address is counted with: itself, or its /64 in IPv6, since a host has that many addresses. */
public final class AddressRange {
    private static final int BYTES_OF_64_BITS = 8;

    private AddressRange() {}

    public static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] network = address.getAddress();
        Arrays.fill(network, BYTES_OF_64_BITS, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }
}
