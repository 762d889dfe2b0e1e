export interface DeviceSteps {
  vi: { device: string; steps: readonly string[] }
  en: readonly string[]
}

/** In the words of each system's own settings; their order differs a little from maker to maker. */
export const DEVICES: readonly DeviceSteps[] = [
  {
    vi: {
      device: 'Android (Chrome)',
      steps: [
        'Tải tệp ở trên.',
        'Cài đặt → Bảo mật và quyền riêng tư → Cài đặt bảo mật khác → Mã hoá và thông tin xác thực → Cài đặt chứng chỉ → Chứng chỉ CA. (Không thấy thì tìm “chứng chỉ” trong Cài đặt.)',
        'Chọn “Vẫn cài đặt”, rồi chọn tệp tieng-lang.crt.',
        'So dấu vân tay lần nữa: Mã hoá và thông tin xác thực → Thông tin xác thực đáng tin cậy → Người dùng.',
      ],
    },
    en: [
      'Download the file above.',
      'Settings → Security & privacy → More security settings → Encryption & credentials → Install a certificate → CA certificate. (Or search Settings for “certificate”.)',
      'Choose “Install anyway”, then tieng-lang.crt.',
      'Compare once more: Encryption & credentials → Trusted credentials → User.',
    ],
  },
  {
    vi: {
      device: 'iPhone, iPad (Safari)',
      steps: [
        'Mở trang này bằng Safari, tải tệp ở trên và chọn “Cho phép”.',
        'Cài đặt → Đã tải về hồ sơ → Cài đặt. Ở “Chi tiết khác” có dấu vân tay để so.',
        'Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận: bật cho chứng thư này. Thiếu bước này thì chưa dùng được.',
      ],
    },
    en: [
      'Open this page in Safari, download the file above and choose “Allow”.',
      'Settings → Profile Downloaded → Install. “More Details” shows the fingerprint.',
      'Settings → General → About → Certificate Trust Settings: turn it on for this root. It does not work without.',
    ],
  },
  {
    vi: {
      device: 'Windows (Chrome, Edge)',
      steps: [
        'Tải tệp ở trên. Để so dấu vân tay: mở Dấu nhắc lệnh trong thư mục tải về, gõ certutil -hashfile tieng-lang.crt SHA256.',
        'Mở tệp → Cài đặt chứng chỉ (Install Certificate) → Người dùng hiện tại (Current User).',
        'Chọn “Đặt tất cả chứng chỉ vào kho sau”, rồi kho “Trusted Root Certification Authorities”.',
        'Đồng ý khi Windows hỏi lại.',
      ],
    },
    en: [
      'Download the file above. To compare: in a command prompt there, certutil -hashfile tieng-lang.crt SHA256.',
      'Open the file → Install Certificate → Current User.',
      'Place all certificates in the following store: Trusted Root Certification Authorities.',
      'Say yes where Windows asks again.',
    ],
  },
]
