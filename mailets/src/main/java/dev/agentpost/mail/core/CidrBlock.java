package dev.agentpost.mail.core;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3); a bare address is the block of itself.
 * IPv4-mapped IPv6 addresses need no case of their own: {@link InetAddress} turns them into IPv4.
 */
public record CidrBlock(InetAddress network, int prefixLength) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

    /** @throws IllegalArgumentException naming the value and what is allowed */
    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress network = InetAddresses.forString(address);
            int bits = network.getAddress().length * Byte.SIZE;
            int prefix = slash < 0 ? bits : prefixLength(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("prefix length out of range");
            }
            return new CidrBlock(network, prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a network: an address or CIDR block such as 192.0.2.0/24 is expected", e);
        }
    }

    private static int prefixLength(String text) {
        // parseInt takes signs and the digits of other scripts as well
        if (!DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException("prefix length is no number");
        }
        return Integer.parseInt(text);
    }

    public boolean contains(InetAddress candidate) {
        byte[] wanted = network.getAddress();
        byte[] actual = candidate.getAddress();
        if (wanted.length != actual.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((wanted[bit / Byte.SIZE] & mask) != (actual[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return InetAddresses.toAddrString(network) + "/" + prefixLength;
    }
}
