# %% [markdown]
# # 四、总结报告：会上定了什么，发什么材料？
#
# 先选定一个方案，把决定记入决议账本；再按这个决定写出会议材料。
# 账本是学校文件夹里的一个文件，只能往后添，不能改；关掉再打开，记录都在。

# %%
import xiaoben_analytics as xb

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = xb.chosen_policy()  # 考核办法：打开时选定的；也可直接写，如 "county-110"

result = xb.open_school(folder, policy)
xb.name_switch()

# %% [markdown]
# ## 作决定
# 选方案（“三、等级划线”里保留的也在其中），需要时逐人调整，写明谁决定、为什么；下面先列出会记下什么，核对无误再按“记入账本”。
# 只想留着比较的，按“只记下方案”。

# %%
form = xb.DecisionForm(result, folder)
form

# %% [markdown]
# ## 写出会议材料
# 总结报告、汇报幻灯片、成绩总表、互动图表、个人单、公示……数字都出自账本里最后一次决定。要么全部写成，要么什么也不动。

# %%
xb.PackForm(form, xb.write_pack)
