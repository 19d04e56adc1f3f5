package dev.agentpost.mail.outbound.smtp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Which addresses mail may be taken to. Anybody may publish an MX record that names an address of our own network, and so
 * have us speak to what listens there.
 */
public enum TargetPolicy {
    /** Those that anybody on the internet can reach. */
    PUBLIC {
        @Override
        boolean allows(InetAddress address) {
            return !(address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress()
                    || isSpecial(address));
        }
    },
    /** All, for a network of its own. */
    ANY {
        @Override
        boolean allows(InetAddress address) {
            return true;
        }
    },
    /** This machine only, for tests. */
    LOOPBACK {
        @Override
        boolean allows(InetAddress address) {
            return address.isLoopbackAddress();
        }
    };

    abstract boolean allows(InetAddress address);

    /** RFC 6890: this network, shared address space, reserved; unique local addresses (RFC 4193). */
    private static boolean isSpecial(InetAddress address) {
        byte[] octets = address.getAddress();
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        if (address instanceof Inet4Address) {
            return first == 0 || first >= 240 || (first == 100 && second >= 64 && second < 128);
        }
        return address instanceof Inet6Address && (first & 0xfe) == 0xfc;
    }
}
