import Crypto
import Foundation

/// The signatures that chat robots ask for, made at the moment of sending. Both are base64 of HMAC-SHA256.
public enum RobotSignature {
    /// DingTalk (钉钉): the robot's secret is the key, the time and the secret are the message. It goes into the query,
    /// percent-encoded, beside the same time.
    /// - Parameter milliseconds: since 1970; DingTalk refuses a time more than an hour off.
    public static func dingTalk(secret: String, milliseconds: Int64) -> String {
        code(Array("\(milliseconds)\n\(secret)".utf8), key: secret)
    }

    /// Feishu (飞书): the time and the secret together are the key, and the message is empty. It goes into the body.
    /// - Parameter seconds: since 1970; Feishu refuses a time more than an hour off.
    public static func feishu(secret: String, seconds: Int64) -> String {
        code([], key: "\(seconds)\n\(secret)")
    }

    private static func code(_ message: [UInt8], key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Data(key.utf8)))
        return Data(code).base64EncodedString()
    }
}
