export interface DeviceSteps {
  /** Takes the root as a profile of Apple's. */
  isApple?: true
  vi: { device: string; steps: readonly string[] }
  en: readonly string[]
}

/** In the words of each system's own settings; their order differs a little from maker to maker. */
export const DEVICES: readonly DeviceSteps[] = [
  {
    vi: {
      device: 'Android (Chrome)',
      steps: [
        'Bấm nút ở trên để tải tệp tieng-lang.crt.',
        'Cài đặt → Bảo mật và quyền riêng tư → Cài đặt bảo mật khác → Mã hoá và thông tin xác thực → Cài đặt chứng chỉ → Chứng chỉ CA. (Không thấy thì tìm “chứng chỉ” trong Cài đặt.)',
        'Chọn “Vẫn cài đặt”, rồi chọn tệp tieng-lang.crt.',
        'So dấu vân tay lần nữa: Mã hoá và thông tin xác thực → Thông tin xác thực đáng tin cậy → Người dùng.',
      ],
    },
    en: [
      'Download tieng-lang.crt by the button above.',
      'Settings → Security & privacy → More security settings → Encryption & credentials → Install a certificate → CA certificate. (Or search Settings for “certificate”.)',
      'Choose “Install anyway”, then tieng-lang.crt.',
      'Compare once more: Encryption & credentials → Trusted credentials → User.',
    ],
  },
  {
    isApple: true,
    vi: {
      device: 'iPhone, iPad (Safari)',
      steps: [
        'Mở trang này bằng Safari (trình duyệt khác không cài được). Bấm nút ở trên, rồi chọn “Cho phép”.',
        'Mở ứng dụng Cài đặt của máy → “Đã tải về hồ sơ” ở gần đầu. Không thấy thì vào Cài đặt chung → VPN và quản lý thiết bị.',
        'Bấm “Chi tiết khác”, rồi bấm vào chứng thư: so dấu vân tay SHA-256 với số ở mục 1.',
        'Giống nhau thì quay lại, bấm “Cài đặt” và nhập mật mã của máy. Máy ghi hồ sơ “Chưa được ký”: đúng như vậy, vì vậy mới phải so dấu vân tay.',
        'Bước cuối, thiếu thì chưa dùng được: Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận (ở cuối trang) → bật nút cạnh tên chứng thư.',
      ],
    },
    en: [
      'Open this page in Safari (other browsers cannot install it). Press the button above and choose “Allow”.',
      'Open Settings → “Profile Downloaded” near the top, or General → VPN & Device Management.',
      '“More Details”, then the certificate: compare its SHA-256 fingerprint with the one in 1.',
      'If they are the same: back, “Install”, and your passcode. It says “Not Signed”: so it is, which is why you compare.',
      'The last step, without which it does not work: Settings → General → About → Certificate Trust Settings (at the very end) → turn it on for this root.',
    ],
  },
  {
    vi: {
      device: 'Windows (Chrome, Edge)',
      steps: [
        'Tải tệp bằng nút ở trên. Để so dấu vân tay: mở Dấu nhắc lệnh trong thư mục tải về, gõ certutil -hashfile tieng-lang.crt SHA256.',
        'Mở tệp → Cài đặt chứng chỉ (Install Certificate) → Người dùng hiện tại (Current User).',
        'Chọn “Đặt tất cả chứng chỉ vào kho sau”, rồi kho “Trusted Root Certification Authorities”.',
        'Đồng ý khi Windows hỏi lại.',
      ],
    },
    en: [
      'Download the file by the button above. To compare: in a command prompt there, certutil -hashfile tieng-lang.crt SHA256.',
      'Open the file → Install Certificate → Current User.',
      'Place all certificates in the following store: Trusted Root Certification Authorities.',
      'Say yes where Windows asks again.',
    ],
  },
]
